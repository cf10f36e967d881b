package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.ParallelTest.sent;
import static io.palinode.core.PlanTrip.CAR;
import static io.palinode.core.PlanTrip.FARE;
import static io.palinode.core.PlanTrip.FLIGHT;
import static io.palinode.core.PlanTrip.PLANNED;
import static io.palinode.core.PlanTrip.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.PlanTrip.Booked;
import io.palinode.core.PlanTrip.Trip;
import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Choices: made once, on the data of that moment, and never again. */
class ChoiceTest {

  @Test
  void shouldTakeTheFirstBranchWhosePredicateHolds() {
    LiveSaga<Trip> trip = new LiveSaga<>(flightThen(booked -> booked.booked().size() == 1));
    trip.start(PLANNED);

    var decision = trip.succeeds(action(FLIGHT), new Booked("f-1"));

    assertThat(decision.events())
        .containsExactly(
            new StepSucceeded(FLIGHT, trip.state().data()),
            new BranchChosen("how-to-stay", "hotel"),
            trip.issued(action(ROOM), 1));
  }

  @Test
  void shouldTakeTheOtherBranchWhereNoPredicateHolds() {
    LiveSaga<Trip> trip = new LiveSaga<>(flightThen(booked -> false));
    trip.start(PLANNED);

    assertThat(trip.succeeds(action(FLIGHT)).events())
        .containsExactly(
            new StepSucceeded(FLIGHT, null),
            new BranchChosen("how-to-stay", "otherwise"),
            trip.issued(action(CAR), 1));
    assertThat(sent(trip.succeeds(action(CAR)))).containsExactly(action(FARE));
  }

  @Test
  void shouldAskOnceAndNeverAgain() {
    AtomicInteger asked = new AtomicInteger();
    LiveSaga<Trip> trip = new LiveSaga<>(flightThen(booked -> asked.incrementAndGet() == 1));
    trip.start(PLANNED);
    trip.succeeds(action(FLIGHT));

    assertThat(sent(trip.succeeds(action(ROOM)))).containsExactly(action(FARE));
    assertThat(sent(trip.rejects(action(FARE), "NO_MONEY"))).containsExactly(compensation(ROOM));
    assertThat(sent(trip.succeeds(compensation(ROOM)))).containsExactly(compensation(FLIGHT));
    trip.succeeds(compensation(FLIGHT));

    assertThat(trip.state().status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(asked).hasValue(1);
  }

  @Test
  void shouldParkWhereAPredicateThrows() {
    LiveSaga<Trip> trip = new LiveSaga<>(flightThen(booked -> booked.booked().get(7).isEmpty()));
    trip.start(PLANNED);

    var decision = trip.succeeds(action(FLIGHT));

    assertThat(decision.events())
        .containsExactly(
            new StepSucceeded(FLIGHT, null),
            new SagaParked(
                new Reason(
                    "CHOICE_NOT_MADE",
                    "Choice 'how-to-stay': java.lang.IndexOutOfBoundsException: Index 7 out of"
                        + " bounds for length 0")));
    assertThat(decision.effects()).containsExactly(new Report());
  }

  @Test
  void shouldPassOverAStepWhoseConditionDoesNotHold() {
    LiveSaga<Trip> trip = new LiveSaga<>(onlyIf(booked -> false));

    var decision = trip.start(PLANNED);

    assertThat(decision.events())
        .containsExactly(
            new SagaStarted(trip.machine().definition().ref(), LiveSaga.CODEC.encode(PLANNED)),
            new BranchChosen(CAR, null),
            new SagaEnded(SagaStatus.COMPLETED));
    assertThat(decision.effects()).containsExactly(new Report());
  }

  @Test
  void shouldRunAndUndoAStepWhoseConditionHolds() {
    LiveSaga<Trip> trip = new LiveSaga<>(onlyIf(booked -> true));
    assertThat(sent(trip.start(PLANNED))).containsExactly(action(CAR));

    assertThat(trip.rejects(action(CAR), "NO_CAR").events())
        .containsExactly(
            new StepRejected(CAR, because("NO_CAR")),
            new CompensationStarted(because("NO_CAR")),
            new SagaEnded(SagaStatus.COMPENSATED));
  }

  private static SagaDefinition<Trip> flightThen(Predicate<Trip> hotel) {
    SagaBuilder<Trip> saga = Saga.named("plan-trip", Trip.class);
    return saga.onlyIf("always", trip -> true, branch -> PlanTrip.book(branch, FLIGHT))
        .choice("how-to-stay")
        .when("hotel", hotel, branch -> PlanTrip.book(branch, ROOM))
        .otherwise(branch -> PlanTrip.book(branch, CAR))
        .step(FARE)
        .at("bank")
        .command(Trip::id)
        .pivot()
        .build();
  }

  private static SagaDefinition<Trip> onlyIf(Predicate<Trip> condition) {
    return Saga.named("plan-trip", Trip.class)
        .step(CAR)
        .at("agency")
        .command(Trip::id)
        .withoutCompensation()
        .onlyIf(condition)
        .build();
  }
}
