package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.PlaceOrder.BOOK_COURIER;
import static io.palinode.core.PlaceOrder.CHARGE_CARD;
import static io.palinode.core.PlaceOrder.CONFIRM_ORDER;
import static io.palinode.core.PlaceOrder.RESERVE_STOCK;
import static io.palinode.core.PlaceOrder.TWO_APPLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.PlaceOrder.Order;
import io.palinode.core.PlaceOrder.ReleaseStock;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import org.junit.jupiter.api.Test;

/** Sagas that somebody wants undone. */
class CancelTest {
  private static final Reason CANCELLED = new Reason("CANCELLED", "Changed my mind.");

  private final LiveSaga<Order> order = new LiveSaga<>(PlaceOrder.saga());

  @Test
  void shouldWaitForTheCommandInFlightAndThenUndoAllThatIsDone() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    Ruling ruling = cancel();

    assertAnswer(ruling, Verdict.DONE, "CANCELLED");
    assertThat(ruling.decision().events()).containsExactly(new CompensationStarted(CANCELLED));
    assertThat(ruling.decision().effects()).isEmpty();

    var reply = order.succeeds(action(BOOK_COURIER));
    assertThat(reply.events())
        .containsExactly(
            new StepSucceeded(BOOK_COURIER, null), order.issued(compensation(BOOK_COURIER), 1));
    order.succeeds(compensation(BOOK_COURIER));
    order.succeeds(compensation(RESERVE_STOCK));
    assertThat(order.state().standing())
        .isEqualTo(new Standing(SagaStatus.COMPENSATED, SagaStatus.COMPENSATING, CANCELLED, null));
  }

  @Test
  void shouldNotTryAgainWhatWaitsForItsNextAttempt() {
    order.start(TWO_APPLES);
    order.isSilent(action(RESERVE_STOCK));
    Ruling ruling = cancel();

    assertThat(ruling.decision().effects())
        .containsExactly(
            order.send(compensation(RESERVE_STOCK), 1, new ReleaseStock("order-1", null)));
    order.succeeds(compensation(RESERVE_STOCK));
    assertThat(order.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }

  @Test
  void shouldRefuseWhileNobodyKnowsWhetherTheCardIsCharged() {
    atTheBank();

    assertChangesNothing(cancel(), Verdict.REFUSED, "PIVOT_UNDER_WAY");
    order.triesAgain(action(CHARGE_CARD), "BUSY");
    assertChangesNothing(cancel(), Verdict.REFUSED, "PIVOT_UNDER_WAY");
    order.isTriedAgain(action(CHARGE_CARD));
    order.isSilent(action(CHARGE_CARD));
    assertThat(order.state().status()).isEqualTo(SagaStatus.PARKED);
    assertChangesNothing(cancel(), Verdict.REFUSED, "PIVOT_UNDER_WAY");
  }

  @Test
  void shouldRefuseOnceTheCardIsCharged() {
    atTheBank();
    order.succeeds(action(CHARGE_CARD));
    assertChangesNothing(cancel(), Verdict.REFUSED, "PAST_PIVOT");

    order.rejects(action(CONFIRM_ORDER), "UNKNOWN_ORDER");
    assertThat(order.state().status()).isEqualTo(SagaStatus.PARKED);
    assertChangesNothing(cancel(), Verdict.REFUSED, "PAST_PIVOT");
  }

  @Test
  void shouldRefuseWhatHasEnded() {
    order.start(TWO_APPLES);
    order.rejects(action(RESERVE_STOCK), "SOLD_OUT");

    assertChangesNothing(cancel(), Verdict.REFUSED, "ENDED");
  }

  @Test
  void shouldChangeNothingTheSecondTime() {
    order.start(TWO_APPLES);
    cancel();

    assertChangesNothing(cancel(), Verdict.UNCHANGED, "TURNED_ALREADY");
  }

  @Test
  void shouldHoldAStuckStepForUnknownAndUndoIt() {
    LiveSaga<String> page = new LiveSaga<>(Faulty.command(Faulty.workingFor(0)));
    page.start("page");
    assertThat(page.state().status()).isEqualTo(SagaStatus.PARKED);
    Ruling ruling = page.cancelled(CANCELLED.text());

    assertThat(ruling.decision().events())
        .startsWith(
            new CompensationStarted(CANCELLED),
            new SagaResumed(CANCELLED),
            new StepUnknown(Faulty.WRITE, CANCELLED));
  }

  @Test
  void shouldUndoWhatWasDoneByASagaThatWasSetAside() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    order.parks("CORRUPT");
    Ruling ruling = cancel();

    assertThat(ruling.decision().events())
        .containsExactly(new CompensationStarted(CANCELLED), new SagaResumed(CANCELLED));
    order.isSilent(action(BOOK_COURIER));
    order.succeeds(compensation(BOOK_COURIER));
    var end = order.succeeds(compensation(RESERVE_STOCK));
    assertThat(end.events()).endsWith(new SagaEnded(SagaStatus.COMPENSATED));
    assertThat(end.effects()).containsExactly(new Report());
    assertThat(order.state().reason()).isEqualTo(CANCELLED);
  }

  @Test
  void shouldUndoAParkedSagaOfWhichAnotherBranchHasFailedMeanwhile() {
    LiveSaga<PlanTrip.Trip> trip = new LiveSaga<>(PlanTrip.sideBySide(3));
    trip.start(PlanTrip.PLANNED);
    trip.succeeds(action(PlanTrip.CAR));
    trip.parks("CORRUPT");
    trip.rejects(action(PlanTrip.ROOM), "NO_ROOM");
    trip.succeeds(action(PlanTrip.FLIGHT));
    assertThat(trip.state().standing())
        .isEqualTo(
            new Standing(
                SagaStatus.PARKED,
                SagaStatus.COMPENSATING,
                because("NO_ROOM"),
                because("CORRUPT")));

    trip.retried("Looked at it.");

    trip.succeeds(compensation(PlanTrip.CAR));
    trip.succeeds(compensation(PlanTrip.FLIGHT));
    assertThat(trip.state().status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(trip.state().reason()).isEqualTo(because("NO_ROOM"));
  }

  private Ruling cancel() {
    return order.cancelled(CANCELLED.text());
  }

  private void atTheBank() {
    order.start(TWO_APPLES);
    order.succeeds(action(RESERVE_STOCK));
    order.succeeds(action(BOOK_COURIER));
  }

  private static void assertAnswer(Ruling ruling, Verdict verdict, String code) {
    assertThat(ruling.verdict()).isEqualTo(verdict);
    assertThat(ruling.reason().code()).isEqualTo(code);
  }

  private void assertChangesNothing(Ruling ruling, Verdict verdict, String code) {
    assertAnswer(ruling, verdict, code);
    assertThat(ruling.decision()).isEqualTo(Decision.nothing(order.state()));
  }
}
