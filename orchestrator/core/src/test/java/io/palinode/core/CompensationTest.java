package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.PlaceOrder.CancelCourier;
import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.PlaceOrder.ReleaseStock;
import io.palinode.core.PlaceOrder.StockReserved;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Orders that turn round at each step, and compensations that do not work at once. */
class CompensationTest {
  private static final Reason TIMEOUT =
      new Reason("TIMEOUT", "No reply within the step's timeout.");

  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldUndoNothingWhenTheStockIsSoldOut() {
    order.start(TWO_APPLES);
    var decision = order.rejects(action(RESERVE_STOCK), "SOLD_OUT");

    assertThat(decision.events())
        .containsExactly(
            new StepRejected(RESERVE_STOCK, because("SOLD_OUT")),
            new CompensationStarted(because("SOLD_OUT")),
            new SagaEnded(SagaStatus.COMPENSATED));
    assertThat(decision.effects()).containsExactly(new Report());
    assertThat(decision.state().reason()).isEqualTo(because("SOLD_OUT"));
  }

  @Test
  void shouldReleaseStockWhenNoCourierComes() {
    startedAndReserved();
    var decision = order.rejects(action(BOOK_COURIER), "NO_COURIER");

    assertThat(decision.events())
        .containsExactly(
            new StepRejected(BOOK_COURIER, because("NO_COURIER")),
            new CompensationStarted(because("NO_COURIER")),
            order.issued(compensation(RESERVE_STOCK), 1));
    assertThat(decision.effects())
        .containsExactly(
            order.send(compensation(RESERVE_STOCK), 1, new ReleaseStock("order-1", "r-7")));
  }

  @Test
  void shouldUndoNewestFirstWhenTheCardIsRefused() {
    startedAndReserved();
    order.succeeds(action(BOOK_COURIER));

    var turn = order.rejects(action(CHARGE_CARD), "CARD_REFUSED");
    assertThat(turn.events())
        .containsExactly(
            new StepRejected(CHARGE_CARD, because("CARD_REFUSED")),
            new CompensationStarted(because("CARD_REFUSED")),
            order.issued(compensation(BOOK_COURIER), 1));
    assertThat(turn.effects())
        .containsExactly(order.send(compensation(BOOK_COURIER), 1, new CancelCourier("order-1")));

    var next = order.succeeds(compensation(BOOK_COURIER));
    assertThat(next.events())
        .containsExactly(
            new StepCompensated(BOOK_COURIER), order.issued(compensation(RESERVE_STOCK), 1));
    assertThat(next.effects())
        .containsExactly(
            order.send(compensation(RESERVE_STOCK), 1, new ReleaseStock("order-1", "r-7")));

    var end = order.succeeds(compensation(RESERVE_STOCK));
    assertThat(end.events())
        .containsExactly(new StepCompensated(RESERVE_STOCK), new SagaEnded(SagaStatus.COMPENSATED));
    assertThat(end.effects()).containsExactly(new Report());
  }

  @Test
  void shouldTryACompensationAgainThatIsRejected() {
    turnedRound();
    var decision = order.rejects(compensation(RESERVE_STOCK), "LEDGER_CLOSED");

    assertThat(decision.events()).containsExactly(failed("LEDGER_CLOSED", false));
    assertThat(decision.effects())
        .containsExactly(order.timer(compensation(RESERVE_STOCK), 1, Duration.ofMillis(200)));

    var again = order.isTriedAgain(compensation(RESERVE_STOCK));
    assertThat(again.events()).containsExactly(order.issued(compensation(RESERVE_STOCK), 2));
    assertThat(again.effects())
        .containsExactly(
            order.send(compensation(RESERVE_STOCK), 2, new ReleaseStock("order-1", "r-7")));
  }

  @Test
  void shouldTryACompensationAgainAfterTheWaitThatItAsksFor() {
    turnedRound();
    var decision = order.triesAgain(compensation(RESERVE_STOCK), "BUSY", Duration.ofMinutes(5));

    assertThat(decision.effects())
        .containsExactly(order.timer(compensation(RESERVE_STOCK), 1, Duration.ofMinutes(5)));
  }

  @Test
  void shouldTryACompensationAgainThatIsSilent() {
    turnedRound();
    var decision = order.isSilent(compensation(RESERVE_STOCK));

    assertThat(decision.events())
        .containsExactly(
            new AttemptFailed(
                RESERVE_STOCK,
                Direction.COMPENSATION,
                1,
                TIMEOUT,
                order.inTime(Duration.ofMillis(200)),
                true));
    assertThat(decision.effects())
        .containsExactly(order.timer(compensation(RESERVE_STOCK), 1, Duration.ofMillis(200)));
  }

  @Test
  void shouldParkWhenTheStockCannotBeReleased() {
    turnedRoundTwice();
    var decision = order.rejects(compensation(RESERVE_STOCK), "LEDGER_CLOSED");

    assertParked(decision, because("LEDGER_CLOSED"));
  }

  @Test
  void shouldParkWhenTheStockIsStillTooBusyToBeReleased() {
    turnedRoundTwice();
    var decision = order.triesAgain(compensation(RESERVE_STOCK), "BUSY");

    assertParked(decision, because("BUSY"));
  }

  @Test
  void shouldParkWhenNobodyAnswersWhetherTheStockIsReleased() {
    turnedRoundTwice();
    var decision = order.isSilent(compensation(RESERVE_STOCK));

    assertParked(decision, TIMEOUT);
  }

  private static void assertParked(Decision decision, Reason reason) {
    assertThat(decision.events())
        .containsExactly(new StepStuck(RESERVE_STOCK, Direction.COMPENSATION, reason));
    assertThat(decision.effects()).containsExactly(new Report());
    assertThat(decision.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(decision.state().reason()).isEqualTo(reason);
  }

  private AttemptFailed failed(String code, boolean silent) {
    return new AttemptFailed(
        RESERVE_STOCK,
        Direction.COMPENSATION,
        1,
        because(code),
        order.inTime(Duration.ofMillis(200)),
        silent);
  }

  private void startedAndReserved() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK), new StockReserved("r-7"));
  }

  private void turnedRound() {
    startedAndReserved();
    order.rejects(action(BOOK_COURIER), "NO_COURIER");
  }

  /** The first attempt to release the stock has failed, the second is in flight. */
  private void turnedRoundTwice() {
    turnedRound();
    order.isSilent(compensation(RESERVE_STOCK));
    order.isTriedAgain(compensation(RESERVE_STOCK));
  }
}
