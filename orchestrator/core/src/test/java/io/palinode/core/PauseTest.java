package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.PlaceOrder.BookCourier;
import io.palinode.core.PlaceOrder.CancelCourier;
import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sagas that stand still because somebody wants them to. */
class PauseTest {
  private static final Reason PAUSED = new Reason("PAUSED", "Stocktaking.");
  private static final Reason RESUMED = new Reason("RESUMED", "All counted.");

  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldTakeInTheReplyAndGoOnFromItWhenResumed() {
    order.start(TWO_APPLES);
    Ruling ruling = pause();
    assertThat(ruling.verdict()).isEqualTo(Verdict.DONE);
    assertThat(ruling.decision().events()).containsExactly(new SagaPaused(PAUSED));

    var reply = order.succeeds(action(RESERVE_STOCK));
    assertThat(reply.events()).containsExactly(new StepSucceeded(RESERVE_STOCK, null));
    assertThat(reply.effects()).isEmpty();
    assertThat(order.state().standing())
        .isEqualTo(new Standing(SagaStatus.PAUSED, SagaStatus.RUNNING, null, PAUSED));

    var resumed = resume().decision();
    assertThat(resumed.events())
        .containsExactly(new SagaResumed(RESUMED), order.issued(action(BOOK_COURIER), 1));
    assertThat(resumed.effects())
        .containsExactly(order.send(action(BOOK_COURIER), 1, new BookCourier("order-1")));
    assertThat(order.state().reason()).isNull();
  }

  @Test
  void shouldLetNoDeadlineActAndTryAgainWhenResumed() {
    order.start(TWO_APPLES);
    order.triesAgain(action(RESERVE_STOCK), "BUSY");
    pause();
    order.passes(Duration.ofDays(1));
    TimerFired due = new TimerFired(RESERVE_STOCK, Direction.ACTION, 1);
    assertThat(order.decides(due)).isEqualTo(Decision.nothing(order.state()));

    assertThat(resume().decision().events()).containsExactly(new SagaResumed(RESUMED));
    assertThat(order.decides(due).events()).containsExactly(order.issued(action(RESERVE_STOCK), 2));
  }

  @Test
  void shouldTurnRoundWhenResumedIfAStepFailedMeanwhile() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    pause();
    var reply = order.rejects(action(BOOK_COURIER), "NO_COURIER");
    assertThat(reply.events())
        .containsExactly(
            new StepRejected(BOOK_COURIER, because("NO_COURIER")),
            new CompensationStarted(because("NO_COURIER")));
    assertThat(order.state().reason()).isEqualTo(PAUSED);

    assertThat(resume().decision().events())
        .containsExactly(new SagaResumed(RESUMED), order.issued(compensation(RESERVE_STOCK), 1));
    assertThat(order.state().reason()).isEqualTo(because("NO_COURIER"));
  }

  @Test
  void shouldGoOnUndoing() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    order.succeeds(action(BOOK_COURIER));
    order.rejects(action(CHARGE_CARD), "CARD_REFUSED");
    pause();
    order.succeeds(compensation(BOOK_COURIER));
    assertThat(order.state().standing())
        .isEqualTo(
            new Standing(
                SagaStatus.PAUSED, SagaStatus.COMPENSATING, because("CARD_REFUSED"), PAUSED));

    assertThat(resume().decision().events())
        .containsExactly(new SagaResumed(RESUMED), order.issued(compensation(RESERVE_STOCK), 1));
  }

  @Test
  void shouldUndoWhenResumedWhatWasCancelledMeanwhile() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    pause();
    Ruling cancelled = order.cancelled("Changed my mind.");
    assertThat(cancelled.verdict()).isEqualTo(Verdict.DONE);
    assertThat(cancelled.decision().effects()).isEmpty();
    assertThat(order.succeeds(action(BOOK_COURIER)).effects()).isEmpty();
    assertThat(order.state().status()).isEqualTo(SagaStatus.PAUSED);

    assertThat(resume().decision().effects())
        .containsExactly(order.send(compensation(BOOK_COURIER), 1, new CancelCourier("order-1")));
  }

  @Test
  void shouldNotEndBeforeItIsResumed() {
    order.start(TWO_APPLES);
    pause();
    order.rejects(action(RESERVE_STOCK), "SOLD_OUT");
    assertThat(order.state().status()).isEqualTo(SagaStatus.PAUSED);

    resume();
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }

  @Test
  void shouldParkWhereAReplyLeavesItStuck() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    order.succeeds(action(BOOK_COURIER));
    order.succeeds(action(CHARGE_CARD));
    pause();
    order.rejects(action(PlaceOrder.CONFIRM_ORDER), "UNKNOWN_ORDER");

    assertThat(order.state().standing())
        .isEqualTo(
            new Standing(SagaStatus.PARKED, SagaStatus.RUNNING, null, because("UNKNOWN_ORDER")));
    assertThat(resume().reason().code()).isEqualTo("PARKED");
  }

  @Test
  void shouldChangeNothingWhereItIsSoAlready() {
    order.start(TWO_APPLES);
    assertUnchanged(resume(), "NOT_PAUSED");
    assertUnchanged(order.retried("Go on."), "NOT_PARKED");
    pause();
    assertUnchanged(pause(), "PAUSED_ALREADY");
    assertUnchanged(order.retried("Go on."), "NOT_PARKED");
  }

  @Test
  void shouldNotPauseWhatIsParked() {
    order.start(TWO_APPLES);
    order.parks("CORRUPT");

    Ruling ruling = pause();
    assertThat(ruling.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(ruling.reason().code()).isEqualTo("PARKED");
    assertThat(ruling.decision()).isEqualTo(Decision.nothing(order.state()));
  }

  private Ruling pause() {
    return order.paused(PAUSED.text());
  }

  private Ruling resume() {
    return order.resumed(RESUMED.text());
  }

  private void assertUnchanged(Ruling ruling, String code) {
    assertThat(ruling.verdict()).isEqualTo(Verdict.UNCHANGED);
    assertThat(ruling.reason().code()).isEqualTo(code);
    assertThat(ruling.decision()).isEqualTo(Decision.nothing(order.state()));
  }
}
