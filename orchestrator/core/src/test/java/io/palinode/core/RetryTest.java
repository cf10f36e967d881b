package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.PlaceOrder.ReleaseStock;
import io.palinode.core.PlaceOrder.ReserveStock;
import io.palinode.core.PlaceOrder.StockReserved;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Participants that are silent or busy, and what is believed of them in the end. */
class RetryTest {
  private static final Reason TIMEOUT =
      new Reason("TIMEOUT", "No reply within the step's timeout.");

  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldTryAgainWhenNobodyAnswers() {
    order.start(TWO_APPLES);

    var silence = order.isSilent(action(RESERVE_STOCK));
    assertThat(silence.events()).containsExactly(failed(1, TIMEOUT, Duration.ofMillis(200), true));
    assertThat(silence.effects())
        .containsExactly(order.timer(action(RESERVE_STOCK), 1, Duration.ofMillis(200)));

    var again = order.isTriedAgain(action(RESERVE_STOCK));
    assertThat(again.events()).containsExactly(order.issued(action(RESERVE_STOCK), 2));
    assertThat(again.effects())
        .containsExactly(
            order.send(action(RESERVE_STOCK), 2, new ReserveStock("order-1", "apple", 2)));
  }

  @Test
  void shouldReleaseWhatMayBeReservedWhenNobodyEverAnswers() {
    order.start(TWO_APPLES);
    silentThenAgain();
    silentThenAgain();
    var decision = order.isSilent(action(RESERVE_STOCK));

    assertThat(decision.events())
        .containsExactly(
            new StepUnknown(RESERVE_STOCK, TIMEOUT),
            new CompensationStarted(TIMEOUT),
            order.issued(compensation(RESERVE_STOCK), 1));
    assertThat(decision.effects())
        .containsExactly(
            order.send(compensation(RESERVE_STOCK), 1, new ReleaseStock("order-1", null)));
  }

  @Test
  void shouldWaitLongerFromAttemptToAttempt() {
    order.start(TWO_APPLES);
    order.triesAgain(action(RESERVE_STOCK), "BUSY");
    order.isTriedAgain(action(RESERVE_STOCK));
    var decision = order.triesAgain(action(RESERVE_STOCK), "BUSY");

    assertThat(decision.events())
        .containsExactly(failed(2, because("BUSY"), Duration.ofMillis(400), false));
    assertThat(decision.effects())
        .containsExactly(order.timer(action(RESERVE_STOCK), 2, Duration.ofMillis(400)));
  }

  @Test
  void shouldWaitAsLongAsTheStockAsks() {
    order.start(TWO_APPLES);
    var decision = order.triesAgain(action(RESERVE_STOCK), "STOCKTAKING", Duration.ofHours(2));

    assertThat(decision.events())
        .containsExactly(failed(1, because("STOCKTAKING"), Duration.ofHours(2), false));
    assertThat(decision.effects())
        .containsExactly(order.timer(action(RESERVE_STOCK), 1, Duration.ofHours(2)));
  }

  @Test
  void shouldNotComeBackSoonerThanThePolicySays() {
    order.start(TWO_APPLES);
    var decision = order.triesAgain(action(RESERVE_STOCK), "BUSY", Duration.ofMillis(1));

    assertThat(decision.effects())
        .containsExactly(order.timer(action(RESERVE_STOCK), 1, Duration.ofMillis(200)));
  }

  @Test
  void shouldNotWaitForAgesBecauseTheStockAsks() {
    order.start(TWO_APPLES);
    var decision =
        order.triesAgain(action(RESERVE_STOCK), "BUSY", Duration.ofMillis(Long.MAX_VALUE));

    assertThat(decision.effects())
        .containsExactly(order.timer(action(RESERVE_STOCK), 1, Duration.ofDays(30)));
  }

  @Test
  void shouldGoOnWhenASecondAttemptSucceeds() {
    order.start(TWO_APPLES);
    silentThenAgain();
    var decision = order.succeeds(action(RESERVE_STOCK));

    assertThat(decision.events())
        .containsExactly(
            new StepSucceeded(RESERVE_STOCK, null), order.issued(action(BOOK_COURIER), 1));
  }

  @Test
  void shouldReleaseWhatABusyStockMayReserveWhenItIsAskedTwice() {
    order.start(TWO_APPLES);
    busyThenAgain();
    busyThenAgain();
    var decision = order.triesAgain(action(RESERVE_STOCK), "BUSY");

    assertThat(decision.events())
        .containsExactly(
            new StepUnknown(RESERVE_STOCK, because("BUSY")),
            new CompensationStarted(because("BUSY")),
            order.issued(compensation(RESERVE_STOCK), 1));
  }

  @Test
  void shouldNotTryAgainOnACodeThatThePolicyNames() {
    order.start(TWO_APPLES);
    var decision = order.triesAgain(action(RESERVE_STOCK), "DISCONTINUED");

    assertThat(decision.events())
        .containsExactly(
            new StepUnknown(RESERVE_STOCK, because("DISCONTINUED")),
            new CompensationStarted(because("DISCONTINUED")),
            order.issued(compensation(RESERVE_STOCK), 1));
  }

  @Test
  void shouldBelieveARejectionAlsoAfterSilence() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), new StockReserved("r-7"));
    order.isSilent(action(BOOK_COURIER));
    order.isTriedAgain(action(BOOK_COURIER));
    var decision = order.rejects(action(BOOK_COURIER), "NO_COURIER");

    assertThat(decision.events())
        .containsExactly(
            new StepRejected(BOOK_COURIER, because("NO_COURIER")),
            new CompensationStarted(because("NO_COURIER")),
            order.issued(compensation(RESERVE_STOCK), 1));
  }

  private void silentThenAgain() {
    order.isSilent(action(RESERVE_STOCK));
    order.isTriedAgain(action(RESERVE_STOCK));
  }

  private void busyThenAgain() {
    order.triesAgain(action(RESERVE_STOCK), "BUSY");
    order.isTriedAgain(action(RESERVE_STOCK));
  }

  private AttemptFailed failed(int attempt, Reason reason, Duration wait, boolean silent) {
    return new AttemptFailed(
        RESERVE_STOCK, Direction.ACTION, attempt, reason, order.inTime(wait), silent);
  }
}
