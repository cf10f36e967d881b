package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Rejection;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.paths.FailurePaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Stories with local steps, whose functions really run. */
class LocalStoryTest {
  private static final Offer MUG = new Offer("mug", "");

  private final List<String> undone = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  record Offer(String sku, String price) {}

  record Price(String amount) {}

  record Sell(String price) {}

  @Test
  void shouldRunTheFunctionAndGoOnWithWhatItReturned() {
    TestedSaga<Offer> story =
        SagaTest.of(priced(sku -> "7 for a " + sku))
            .started("offer-1", MUG)
            .expectCommand("shop", new Sell("7 for a mug"))
            .succeeds()
            .expectCompleted(new Offer("mug", "7 for a mug"));

    assertThat(story.history())
        .contains("runs the step 'price' here: it succeeds: price {\"amount\":\"7 for a mug\"}");
  }

  @Test
  void shouldRunTheCompensationToo() {
    TestedSaga<Offer> story =
        SagaTest.of(priced(sku -> "7"))
            .started("offer-2", MUG)
            .expectCommand("shop", new Sell("7"))
            .rejects("SOLD_OUT")
            .expectCompensated();

    assertThat(undone).containsExactly("mug at 7");
    assertThat(story.history()).contains("runs the compensation of step 'price' here: it succeeds");
  }

  @Test
  void shouldTryAgainInVirtualTimeWhenTheFunctionThrows() {
    SagaTest.of(priced(sku -> later(sku, 3)))
        .started("offer-3", MUG)
        .expectNothingSent()
        .after(Duration.ofSeconds(2))
        .expectCommand("shop", new Sell("attempt 3"))
        .succeeds()
        .expectCompleted();
  }

  @Test
  void shouldTurnRoundWhenTheFunctionSaysNo() {
    SagaTest.of(
            priced(
                sku -> {
                  throw new Rejection("NO_PRICE", "Nobody sells it.");
                }))
        .started("offer-4", MUG)
        .expectCompensated();
    assertThat(undone).isEmpty();
  }

  @Test
  void shouldUndoAFunctionThatNeverSucceeds() {
    SagaTest.of(priced(sku -> later(sku, 9)))
        .started("offer-5", MUG)
        .after(Duration.ofMinutes(1))
        .expectCompensated();
    assertThat(asked).hasSize(3);
    assertThat(undone).containsExactly("mug at ");
  }

  @Test
  void shouldWalkTheFailuresOfALocalStepWithoutCallingIt() {
    var paths = FailurePaths.of(priced(sku -> later(sku, 1))).faults(2).explore();

    assertThat(paths.ends())
        .containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);
    assertThat(asked).isEmpty();
    assertThat(undone).isEmpty();
  }

  private String later(String sku, int attempts) {
    asked.add(sku);
    if (asked.size() < attempts) {
      throw new IllegalStateException("Not yet.");
    }
    return "attempt " + asked.size();
  }

  private SagaDefinition<Offer> priced(UnaryOperator<String> pricing) {
    return Saga.named("sell", Offer.class)
        .step("price")
        .locally(offer -> new Price(pricing.apply(offer.sku())))
        .onReply(Price.class, (offer, price) -> new Offer(offer.sku(), price.amount()))
        .compensateLocally(offer -> undone.add(offer.sku() + " at " + offer.price()))
        .retry(RetryPolicy.attempts(3))
        .step("sell")
        .at("shop")
        .command(offer -> new Sell(offer.price()))
        .withoutCompensation()
        .build();
  }
}
