package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.LiveSaga.success;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static io.palinode.message.Direction.ACTION;
import static io.palinode.message.Direction.COMPENSATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.PlaceOrder.StockReserved;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.TryAgain;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes too late, twice, too early or from nowhere decides nothing. */
class StaleInputTest {
  private static final StockReserved R7 = new StockReserved("r-7");

  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldIgnoreTheSecondCopyOfAReply() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), R7);

    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 1, success(R7)));
  }

  @Test
  void shouldIgnoreARejectionThatFollowsASuccess() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), R7);

    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 1, new Rejected(because("SOLD_OUT"))));
  }

  @Test
  void shouldIgnoreASuccessThatComesWhileTheRetryWaits() {
    order.start(TWO_APPLES);
    order.isSilent(action(RESERVE_STOCK));

    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 1, success(R7)));
  }

  @Test
  void shouldIgnoreTheReplyToAnEarlierAttempt() {
    order.start(TWO_APPLES);
    order.isSilent(action(RESERVE_STOCK));
    order.isTriedAgain(action(RESERVE_STOCK));

    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 1, success(R7)));
    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 1, new TryAgain(because("BUSY"), null)));
  }

  @Test
  void shouldIgnoreTheReplyToAnAttemptThatWasNeverMade() {
    order.start(TWO_APPLES);

    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 2, success(R7)));
    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 0, success(R7)));
  }

  @Test
  void shouldIgnoreALateSuccessOnceTheStepIsBeingUndone() {
    order.start(TWO_APPLES);
    for (int attempt = 1; attempt < 3; attempt++) {
      order.isSilent(action(RESERVE_STOCK));
      order.isTriedAgain(action(RESERVE_STOCK));
    }
    order.isSilent(action(RESERVE_STOCK));

    assertThat(order.state().step(RESERVE_STOCK).status()).isEqualTo(StepStatus.UNDOING);
    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 3, success(R7)));
    assertIgnored(new Replied(RESERVE_STOCK, ACTION, 1, success(R7)));
  }

  @Test
  void shouldNotTakeTheReplyToACompensationForTheReplyToItsAction() {
    order.start(TWO_APPLES);

    assertIgnored(new Replied(RESERVE_STOCK, COMPENSATION, 1, success(R7)));
  }

  @Test
  void shouldIgnoreTheReplyOfAStepThatHasNotBegun() {
    order.start(TWO_APPLES);

    assertIgnored(new Replied(CHARGE_CARD, ACTION, 1, success(R7)));
    assertIgnored(new Replied(CHARGE_CARD, ACTION, 0, success(R7)));
  }

  @Test
  void shouldIgnoreTheReplyOfAStepThatTheDefinitionLacks() {
    order.start(TWO_APPLES);

    assertIgnored(new Replied("wrap-gift", ACTION, 1, success(R7)));
    assertIgnored(new Replied("wrap-gift", ACTION, 0, success(R7)));
    assertIgnored(new Replied("wrap-gift", COMPENSATION, 1, new Rejected(because("NO_PAPER"))));
    assertIgnoredADayLater(new TimerFired("wrap-gift", ACTION, 1));
  }

  @Test
  void shouldIgnoreTheTimerOfAnAttemptThatWasAnswered() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), R7);

    assertIgnoredADayLater(new TimerFired(RESERVE_STOCK, ACTION, 1));
  }

  @Test
  void shouldIgnoreTheTimerOfAnEarlierAttempt() {
    order.start(TWO_APPLES);
    order.isSilent(action(RESERVE_STOCK));
    order.isTriedAgain(action(RESERVE_STOCK));

    assertIgnoredADayLater(new TimerFired(RESERVE_STOCK, ACTION, 1));
  }

  @Test
  void shouldNotLetADeadlineCutShortTheWaitThatTheStockAskedFor() {
    order.start(TWO_APPLES);
    order.triesAgain(action(RESERVE_STOCK), "STOCKTAKING", Duration.ofMinutes(5));

    SagaState waiting = order.state();
    TimerFired deadline = new TimerFired(RESERVE_STOCK, ACTION, 1);
    assertThat(order.machine().decide(waiting, deadline, order.inTime(Duration.ofSeconds(10))))
        .isEqualTo(Decision.nothing(waiting));
  }

  @Test
  void shouldIgnoreATimerThatFiresTooEarly() {
    order.start(TWO_APPLES);

    assertIgnored(new TimerFired(RESERVE_STOCK, ACTION, 1));
  }

  @Test
  void shouldIgnoreTheTimerOfTheOtherDirection() {
    order.start(TWO_APPLES);
    order.triesAgain(action(RESERVE_STOCK), "BUSY");

    assertIgnoredADayLater(new TimerFired(RESERVE_STOCK, COMPENSATION, 1));
  }

  @Test
  void shouldIgnoreEverythingOnceItHasEnded() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), R7);
    order.rejects(action(BOOK_COURIER), "NO_COURIER");
    order.succeeds(compensation(RESERVE_STOCK));

    assertIgnored(new Replied(RESERVE_STOCK, COMPENSATION, 1, success(R7)));
    assertIgnored(new Replied(BOOK_COURIER, ACTION, 1, success(R7)));
    assertIgnoredADayLater(new TimerFired(RESERVE_STOCK, COMPENSATION, 1));
  }

  private void assertIgnored(SagaInput input) {
    SagaState before = order.state();

    assertThat(order.decides(input)).isEqualTo(Decision.nothing(before));
  }

  /** Ignored also when the time of whatever the saga waits for has come. */
  private void assertIgnoredADayLater(TimerFired timer) {
    SagaState before = order.state();
    long later = order.inTime(Duration.ofDays(1));

    assertThat(order.machine().decide(before, timer, later)).isEqualTo(Decision.nothing(before));
  }
}
