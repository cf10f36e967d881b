package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.CONFIRM_ORDER;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.PlaceOrder.StockReserved;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever takes a saga over waits for what its owner waited for, to the byte. */
class PendingTest {
  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldSendTheCommandInFlightAgain() {
    var decision = order.start(TWO_APPLES);

    assertPending(decision);
  }

  @Test
  void shouldSendTheSecondAttemptAsTheSecond() {
    order.start(TWO_APPLES);
    order.isSilent(action(RESERVE_STOCK));
    var decision = order.isTriedAgain(action(RESERVE_STOCK));

    assertPending(decision);
  }

  @Test
  void shouldWaitForTheRetry() {
    order.start(TWO_APPLES);
    var decision = order.triesAgain(action(RESERVE_STOCK), "BUSY");

    assertPending(decision);
  }

  @Test
  void shouldSendTheCompensationInFlightAgain() {
    assertPending(turnedRound());
  }

  @Test
  void shouldWaitForTheRetryOfACompensation() {
    turnedRound();
    var decision = order.rejects(compensation(RESERVE_STOCK), "LEDGER_CLOSED");

    assertPending(decision);
  }

  @Test
  void shouldReportThatItIsParkedAndKeepItsDeadline() {
    turnedRound();
    order.parks("CORRUPT");

    assertThat(order.machine().pending(order.state()))
        .containsExactly(
            new Report(), order.timer(compensation(RESERVE_STOCK), 1, Duration.ofSeconds(10)));
  }

  @Test
  void shouldReportThatItIsPausedAndSendAgainWhatWasIssuedBefore() {
    var issued = order.start(TWO_APPLES).effects();
    order.paused("Stocktaking.");

    assertThat(order.machine().pending(order.state())).containsExactly(new Report(), issued.get(0));
  }

  @Test
  void shouldReportThatItIsCompensated() {
    turnedRound();
    order.succeeds(compensation(RESERVE_STOCK));

    assertThat(order.machine().pending(order.state())).containsExactly(new Report());
  }

  @Test
  void shouldReportThatItIsCompleted() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    order.succeeds(action(BOOK_COURIER));
    order.succeeds(action(CHARGE_CARD));
    order.succeeds(action(CONFIRM_ORDER));

    assertThat(order.machine().pending(order.state())).containsExactly(new Report());
  }

  @Test
  void shouldBuildACommandFromTheDataAsTheyAreJournaled() {
    var page = new LiveSaga<>(Sketch.saga());
    page.start(new Sketch("house"));
    var decision = page.succeeds(action(Sketch.DRAW), new Sketch.Drawn("garden"));

    assertThat(decision.effects())
        .containsExactly(page.send(action(Sketch.HANG), 1, "garden in nothing"));
    assertThat(page.machine().pending(page.state())).isEqualTo(decision.effects());
  }

  private void assertPending(Decision decision) {
    assertThat(decision.effects()).isNotEmpty();
    assertThat(order.machine().pending(order.state())).isEqualTo(decision.effects());
  }

  private Decision turnedRound() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), new StockReserved("r-7"));
    return order.rejects(action(BOOK_COURIER), "NO_COURIER");
  }
}
