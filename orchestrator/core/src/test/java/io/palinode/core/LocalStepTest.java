package io.palinode.core;

import static io.palinode.core.LiveSaga.CODEC;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.RunLocally;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.saga.Rejection;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A local step: what is issued, what its function is given, and what comes of it. */
class LocalStepTest {
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private final List<String> undone = new ArrayList<>();

  record Offer(String sku, String price) {}

  record Price(String amount) {}

  @Test
  void shouldIssueACallAndCallNothingWhileItDecides() {
    LiveSaga<Offer> offer = new LiveSaga<>(priced(LocalStepTest::impossible));

    var decision = offer.start(new Offer("mug", ""));

    RunLocally call = new RunLocally(action("price"), 1, PATIENCE, offer.inTime(PATIENCE));
    assertThat(decision.events()).endsWith(offer.issued(action("price"), 1));
    assertThat(decision.effects()).containsExactly(call);
    assertThat(offer.machine().pending(offer.state())).containsExactly(call);
    assertThat(offer.machine().interrupted(offer.state())).containsExactly(call);
  }

  @Test
  void shouldFoldWhatTheFunctionReturned() {
    LiveSaga<Offer> offer = new LiveSaga<>(priced(sku -> "7 for a " + sku));
    offer.start(new Offer("mug", ""));

    CommandOutcome outcome = run(offer, action("price"));
    assertThat(outcome).isEqualTo(new Succeeded(CODEC.encode(new Price("7 for a mug"))));
    assertThat(offer.succeeds(action("price"), new Price("7 for a mug")).events())
        .contains(new StepSucceeded("price", CODEC.encode(new Offer("mug", "7 for a mug"))));
  }

  @Test
  void shouldTakeWhateverIsThrownForAFailedAttemptButARejection() {
    assertThat(thrown(new IllegalStateException("Closed.")))
        .isEqualTo(failed("java.lang.IllegalStateException: Closed."));
    assertThat(thrown(new NoClassDefFoundError("prices/List")))
        .isEqualTo(failed("java.lang.NoClassDefFoundError: prices/List"));
    assertThat(thrown(new StackOverflowError())).isEqualTo(failed("java.lang.StackOverflowError"));
    assertThat(thrown(new Rejection("NO_PRICE", "Nobody sells it.")))
        .isEqualTo(new Rejected(new Reason("NO_PRICE", "Nobody sells it.")));
  }

  @Test
  void shouldTakeAResultThatCannotBeWrittenForAFailedAttempt() {
    LiveSaga<Offer> offer = new LiveSaga<>(priced(sku -> "x".repeat(3_000)));
    offer.start(new Offer("mug", ""));

    assertThat(run(offer, action("price")).toString()).contains("LOCAL_STEP_FAILED", "TooLarge");
  }

  @Test
  void shouldUndoWithTheDataAsTheyStand() {
    LiveSaga<Offer> offer = new LiveSaga<>(priced(sku -> "7"));
    offer.start(new Offer("mug", ""));
    offer.succeeds(action("price"), new Price("7"));

    var turn = offer.rejects(action("sell"), "SOLD_OUT");
    assertThat(turn.effects())
        .containsExactly(
            new RunLocally(compensation("price"), 1, PATIENCE, offer.inTime(PATIENCE)));
    assertThat(run(offer, compensation("price"))).isEqualTo(new Succeeded(Payload.NONE));
    assertThat(undone).containsExactly("mug at 7");
    assertThat(offer.machine().interrupted(offer.state())).isEqualTo(turn.effects());
  }

  @Test
  void shouldKnowWhichOfItsStepsAreLocal() {
    SagaMachine<Offer> machine = new SagaMachine<>(priced(sku -> "7"), CODEC);

    assertThat(machine.runsLocally("price")).isTrue();
    assertThat(machine.runsLocally("sell")).isFalse();
    assertThat(machine.runsLocally("price[x")).isFalse();
  }

  private CommandOutcome thrown(Throwable thrown) {
    LiveSaga<Offer> offer =
        new LiveSaga<>(
            priced(
                sku -> {
                  if (thrown instanceof Error error) {
                    throw error;
                  }
                  throw (RuntimeException) thrown;
                }));
    offer.start(new Offer("mug", ""));
    return run(offer, action("price"));
  }

  private static TryAgain failed(String text) {
    return new TryAgain(new Reason("LOCAL_STEP_FAILED", text), null);
  }

  private static CommandOutcome run(LiveSaga<Offer> offer, CommandId id) {
    return offer.machine().runLocally(offer.state(), id);
  }

  private static String impossible(String sku) {
    throw new AssertionError("Deciding calls no local function.");
  }

  private SagaDefinition<Offer> priced(UnaryOperator<String> pricing) {
    return Saga.named("sell", Offer.class)
        .step("price")
        .locally(offer -> new Price(pricing.apply(offer.sku())))
        .onReply(Price.class, (offer, price) -> new Offer(offer.sku(), price.amount()))
        .compensateLocally(offer -> undone.add(offer.sku() + " at " + offer.price()))
        .timeout(PATIENCE)
        .step("sell")
        .at("shop")
        .command(Offer::price)
        .withoutCompensation()
        .build();
  }
}
