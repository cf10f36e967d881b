package io.palinode.core;

import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.PlanTrip.CAR;
import static io.palinode.core.PlanTrip.FARE;
import static io.palinode.core.PlanTrip.FLIGHT;
import static io.palinode.core.PlanTrip.PLANNED;
import static io.palinode.core.PlanTrip.ROOM;
import static io.palinode.core.PlanTrip.SEAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.PlanTrip.Book;
import io.palinode.core.PlanTrip.Booked;
import io.palinode.core.PlanTrip.Cancel;
import io.palinode.core.PlanTrip.Trip;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches side by side: how they begin, are joined, and are undone. */
class ParallelTest {
  private final LiveSaga<Trip> trip = new LiveSaga<>(PlanTrip.sideBySide(3));

  @Test
  void shouldBeginEveryBranchAtOnce() {
    var decision = trip.start(PLANNED);

    assertThat(decision.effects())
        .containsExactly(
            trip.send(action(FLIGHT), 1, new Book(FLIGHT, "order-1")),
            trip.send(action(ROOM), 1, new Book(ROOM, "order-1")),
            trip.send(action(CAR), 1, new Book(CAR, "order-1")));
    assertThat(trip.machine().pending(trip.state())).isEqualTo(decision.effects());
  }

  @Test
  void shouldGoOnInABranchWithoutWaitingForTheOthers() {
    trip.start(PLANNED);

    assertThat(sent(trip.succeeds(action(FLIGHT)))).containsExactly(action(SEAT));
  }

  @Test
  void shouldFoldRepliesInTheOrderInWhichTheyCome() {
    trip.start(PLANNED);
    trip.succeeds(action(CAR), new Booked("c-1"));
    trip.succeeds(action(FLIGHT), new Booked("f-1"));
    trip.succeeds(action(ROOM), new Booked("r-1"));

    assertThat(LiveSaga.CODEC.decode(trip.state().data(), Trip.class))
        .isEqualTo(new Trip("order-1", List.of("c-1", "f-1", "r-1")));
  }

  @Test
  void shouldJoinWhenEveryBranchIsDone() {
    trip.start(PLANNED);
    assertThat(sent(trip.succeeds(action(ROOM)))).isEmpty();
    trip.succeeds(action(FLIGHT));
    assertThat(sent(trip.succeeds(action(CAR)))).isEmpty();

    assertThat(sent(trip.succeeds(action(SEAT)))).containsExactly(action(FARE));
    trip.succeeds(action(FARE));
    assertThat(trip.state().status()).isEqualTo(SagaStatus.COMPLETED);
  }

  @Test
  void shouldRunNoMoreBranchesAtATimeThanAllowed() {
    LiveSaga<Trip> slow = new LiveSaga<>(PlanTrip.sideBySide(2));

    assertThat(sent(slow.start(PLANNED))).containsExactly(action(FLIGHT), action(ROOM));
    assertThat(sent(slow.succeeds(action(FLIGHT)))).containsExactly(action(SEAT));
    assertThat(sent(slow.succeeds(action(ROOM)))).containsExactly(action(CAR));
    slow.succeeds(action(CAR));
    slow.succeeds(action(SEAT));

    assertThat(sent(slow.rejects(action(FARE), "NO_MONEY")))
        .as("undone from the end, two branches at a time")
        .containsExactly(compensation(CAR), compensation(ROOM));
    assertThat(sent(slow.succeeds(compensation(CAR)))).containsExactly(compensation(SEAT));
    assertThat(sent(slow.succeeds(compensation(ROOM)))).isEmpty();
    assertThat(sent(slow.succeeds(compensation(SEAT)))).containsExactly(compensation(FLIGHT));
    slow.succeeds(compensation(FLIGHT));
    assertThat(slow.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }

  @Test
  void shouldWaitForThoseInFlightBeforeItUndoes() {
    trip.start(PLANNED);
    trip.succeeds(action(FLIGHT), new Booked("f-1"));

    var turn = trip.rejects(action(ROOM), "NO_ROOM");
    assertThat(turn.events())
        .containsExactly(
            new StepRejected(ROOM, because("NO_ROOM")),
            new CompensationStarted(because("NO_ROOM")));
    assertThat(turn.effects()).isEmpty();

    assertThat(sent(trip.succeeds(action(CAR), new Booked("c-1")))).isEmpty();
    var last = trip.rejects(action(SEAT), "NO_SEAT");
    assertThat(last.events())
        .containsExactly(
            new StepRejected(SEAT, because("NO_SEAT")),
            trip.issued(compensation(CAR), 1),
            trip.issued(compensation(FLIGHT), 1));
    assertThat(last.effects())
        .containsExactly(
            trip.send(compensation(CAR), 1, new Cancel(CAR, List.of("f-1", "c-1"))),
            trip.send(compensation(FLIGHT), 1, new Cancel(FLIGHT, List.of("f-1", "c-1"))));
    assertThat(last.state().reason()).isEqualTo(because("NO_ROOM"));
  }

  @Test
  void shouldNotTryAgainBesideAFailure() {
    trip.start(PLANNED);
    trip.rejects(action(ROOM), "NO_ROOM");

    var silent = trip.isSilent(action(CAR));
    assertThat(silent.events()).containsExactly(unknown(CAR, "TIMEOUT"));
    var busy = trip.triesAgain(action(FLIGHT), "BUSY");
    assertThat(busy.events())
        .containsExactly(
            new StepUnknown(FLIGHT, because("BUSY")),
            trip.issued(compensation(CAR), 1),
            trip.issued(compensation(FLIGHT), 1));
  }

  @Test
  void shouldGiveUpAtTheTurnWhatWaitsForItsNextAttempt() {
    trip.start(PLANNED);
    trip.triesAgain(action(FLIGHT), "BUSY");
    trip.succeeds(action(CAR));

    var turn = trip.rejects(action(ROOM), "NO_ROOM");

    assertThat(turn.events())
        .containsExactly(
            new StepRejected(ROOM, because("NO_ROOM")),
            new CompensationStarted(because("NO_ROOM")),
            unknown(FLIGHT, "TURNED_ROUND"),
            trip.issued(compensation(CAR), 1),
            trip.issued(compensation(FLIGHT), 1));
  }

  @Test
  void shouldEndWhenTheLastBranchIsUndone() {
    trip.start(PLANNED);
    trip.succeeds(action(CAR));
    trip.succeeds(action(FLIGHT));
    trip.rejects(action(ROOM), "NO_ROOM");
    trip.rejects(action(SEAT), "NO_SEAT");

    assertThat(trip.succeeds(compensation(FLIGHT)).events())
        .containsExactly(new StepCompensated(FLIGHT));
    var end = trip.succeeds(compensation(CAR));
    assertThat(end.events())
        .containsExactly(new StepCompensated(CAR), new SagaEnded(SagaStatus.COMPENSATED));
    assertThat(end.effects()).containsExactly(new Report());
  }

  @Test
  void shouldNoteTheReplyOfABranchBesideOneThatIsStuck() {
    trip.start(PLANNED);
    trip.succeeds(action(CAR));
    trip.succeeds(action(FLIGHT));
    trip.rejects(action(ROOM), "NO_ROOM");
    trip.rejects(action(SEAT), "NO_SEAT");

    assertThat(trip.rejects(compensation(CAR), "CLOSED").events())
        .containsExactly(new StepStuck(CAR, Direction.COMPENSATION, because("CLOSED")));
    assertThat(trip.state().status()).isEqualTo(SagaStatus.PARKED);
    var late = trip.succeeds(compensation(FLIGHT));
    assertThat(late.events()).containsExactly(new StepCompensated(FLIGHT));
    assertThat(late.effects()).isEmpty();
  }

  @Test
  void shouldBeginNoBranchBehindOneWhoseCommandCannotBeBuilt() {
    SagaDefinition<Trip> broken =
        Saga.named("plan-trip", Trip.class)
            .parallel("book-all")
            .branch(branch -> PlanTrip.book(branch, FLIGHT))
            .branch(
                branch ->
                    branch
                        .step(ROOM)
                        .at("agency")
                        .command(trip -> trip.booked().get(7))
                        .withoutCompensation())
            .branch(branch -> PlanTrip.book(branch, CAR))
            .join()
            .build();
    LiveSaga<Trip> saga = new LiveSaga<>(broken);

    assertThat(sent(saga.start(PLANNED))).containsExactly(action(FLIGHT));
    assertThat(saga.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(saga.succeeds(action(FLIGHT)).events())
        .containsExactly(new StepSucceeded(FLIGHT, null));
  }

  private static StepUnknown unknown(String step, String code) {
    return new StepUnknown(
        step,
        code.equals("TIMEOUT")
            ? new Reason(code, "No reply within the step's timeout.")
            : new Reason(code, "The saga turned round, so this step was not tried again."));
  }

  static List<CommandId> sent(Decision decision) {
    return decision.effects().stream()
        .filter(SendCommand.class::isInstance)
        .map(effect -> ((SendCommand) effect).id())
        .toList();
  }
}
