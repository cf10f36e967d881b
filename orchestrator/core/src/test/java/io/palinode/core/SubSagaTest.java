package io.palinode.core;

import static io.palinode.core.LiveSaga.CODEC;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static io.palinode.core.ParallelTest.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A definition that runs inside of another one: its data, its keys, its end, and its undoing. */
class SubSagaTest {
  private static final Trip PLANNED = new Trip("order-1", List.of());

  record Trip(String id, List<String> seats) {
    Trip with(Ride ride) {
      List<String> more = new ArrayList<>(seats);
      more.add(ride.seat());
      return new Trip(id, more);
    }
  }

  /** The data of a saga that books a seat and a meal to it. */
  record Ride(String trip, String to, String seat) {}

  record Hold(String to) {}

  record Held(String seat) {}

  record Free(String seat) {}

  record Serve(String seat) {}

  private static final SagaDefinition<Ride> BOOK_RIDE =
      Saga.named("book-ride", Ride.class)
          .step("hold-seat")
          .at("railway")
          .command(ride -> new Hold(ride.to()))
          .onReply(Held.class, (ride, held) -> new Ride(ride.trip(), ride.to(), held.seat()))
          .compensation(ride -> new Free(ride.seat()))
          .step("order-meal")
          .at("railway")
          .command(ride -> new Serve(ride.seat()))
          .withoutCompensation()
          .build();

  private final LiveSaga<Trip> trip = new LiveSaga<>(thereAndBack(Trip::with));

  @Test
  void shouldBeginWithDataOfItsOwn() {
    var decision = trip.start(PLANNED);

    assertThat(decision.events())
        .containsExactly(
            new SagaStarted(trip.machine().definition().ref(), CODEC.encode(PLANNED)),
            new SubSagaBegun("there", CODEC.encode(new Ride("order-1", "Rome", ""))),
            trip.issued(action("there.hold-seat"), 1));
    assertThat(decision.effects())
        .containsExactly(trip.send(action("there.hold-seat"), 1, new Hold("Rome")));
    assertThat(trip.machine().pending(trip.state())).isEqualTo(decision.effects());
  }

  @Test
  void shouldFoldRepliesIntoItsDataAndItsDataIntoThoseAroundItAtItsEnd() {
    trip.start(PLANNED);
    Ride seated = new Ride("order-1", "Rome", "12A");

    assertThat(trip.succeeds(action("there.hold-seat"), new Held("12A")).events())
        .containsExactly(
            new StepSucceeded("there.hold-seat", CODEC.encode(seated)),
            trip.issued(action("there.order-meal"), 1));
    assertThat(trip.state().data()).isEqualTo(CODEC.encode(PLANNED));
    assertThat(trip.state().data("there")).isEqualTo(CODEC.encode(seated));

    assertThat(trip.succeeds(action("there.order-meal")).events())
        .containsExactly(
            new StepSucceeded("there.order-meal", null),
            new SubSagaEnded("there", CODEC.encode(PLANNED.with(seated))),
            new SubSagaBegun("back", CODEC.encode(new Ride("order-1", "12A", ""))),
            trip.issued(action("back.hold-seat"), 1));
    assertThat(trip.state().data()).isEqualTo(CODEC.encode(PLANNED.with(seated)));
  }

  @Test
  void shouldTurnTheWholeSagaRoundAndUndoWithTheDataThatItHas() {
    trip.start(PLANNED);
    trip.succeeds(action("there.hold-seat"), new Held("12A"));
    trip.succeeds(action("there.order-meal"));
    trip.succeeds(action("back.hold-seat"), new Held("7F"));

    var turn = trip.rejects(action("back.order-meal"), "SOLD_OUT");
    assertThat(turn.events())
        .containsExactly(
            new StepRejected("back.order-meal", because("SOLD_OUT")),
            new CompensationStarted(because("SOLD_OUT")),
            trip.issued(compensation("back.hold-seat"), 1));
    assertThat(turn.effects())
        .containsExactly(trip.send(compensation("back.hold-seat"), 1, new Free("7F")));
    assertThat(trip.succeeds(compensation("back.hold-seat")).effects())
        .containsExactly(trip.send(compensation("there.hold-seat"), 1, new Free("12A")));
    assertThat(trip.succeeds(compensation("there.hold-seat")).events())
        .containsExactly(
            new StepCompensated("there.hold-seat"), new SagaEnded(SagaStatus.COMPENSATED));
  }

  @Test
  void shouldChangeNothingAroundItWhereItHasNoResult() {
    SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);
    saga.saga("there", BOOK_RIDE, t -> new Ride(t.id(), "Rome", "")).withoutResult();
    LiveSaga<Trip> quiet = new LiveSaga<>(saga.build());
    quiet.start(PLANNED);
    quiet.succeeds(action("there.hold-seat"), new Held("12A"));

    assertThat(quiet.succeeds(action("there.order-meal")).events())
        .endsWith(new SubSagaEnded("there", null), new SagaEnded(SagaStatus.COMPLETED));
    assertThat(quiet.state().data()).isEqualTo(CODEC.encode(PLANNED));
  }

  @Test
  void shouldRunForEachItemInsideOfEachOther() {
    SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);
    saga.forEach("days", Integer.class, t -> List.of(1, 2))
        .atMost(2)
        .atOnce(2)
        .run(
            day ->
                day.forEach("towns", String.class, d -> List.of("Rome", "Bari"))
                    .atMost(2)
                    .run(
                        town ->
                            town.saga(
                                    "ride",
                                    BOOK_RIDE,
                                    t -> new Ride("r", t.item() + t.data().item(), ""))
                                .onEnd((t, ride) -> t.data().data().with(ride))));
    LiveSaga<Trip> days = new LiveSaga<>(saga.build());

    assertThat(days.start(PLANNED).effects())
        .containsExactly(
            days.send(action("ride[0][0].hold-seat"), 1, new Hold("Rome1")),
            days.send(action("ride[1][0].hold-seat"), 1, new Hold("Rome2")));
    days.succeeds(action("ride[1][0].hold-seat"), new Held("12A"));
    assertThat(sent(days.succeeds(action("ride[1][0].order-meal"))))
        .containsExactly(action("ride[1][1].hold-seat"));
    assertThat(days.state().data().text()).isEqualTo("{\"id\":\"order-1\",\"seats\":[\"12A\"]}");
    assertThat(days.state().items("towns[1]"))
        .isEqualTo(CODEC.encodeAll(List.of("Rome", "Bari"), String.class, 0));
  }

  @Test
  void shouldParkWhereItCannotBegin() {
    SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);
    saga.saga("there", BOOK_RIDE, t -> new Ride(t.seats().get(0), "Rome", "")).withoutResult();
    LiveSaga<Trip> stuck = new LiveSaga<>(saga.build());

    assertThat(stuck.start(PLANNED).events())
        .endsWith(
            new SagaParked(
                new Reason(
                    "SUB_SAGA_NOT_BEGUN",
                    "Sub-saga 'there': java.lang.IndexOutOfBoundsException: Index 0 out of"
                        + " bounds for length 0")));
  }

  @Test
  void shouldParkWhereItsEndCannotBeFolded() {
    LiveSaga<Trip> stuck = new LiveSaga<>(thereAndBack((t, ride) -> null));
    stuck.start(PLANNED);
    stuck.succeeds(action("there.hold-seat"), new Held("12A"));

    assertThat(stuck.succeeds(action("there.order-meal")).events())
        .containsExactly(
            new StepSucceeded("there.order-meal", null),
            new SagaParked(
                new Reason(
                    "SUB_SAGA_NOT_FOLDED",
                    "Sub-saga 'there': java.lang.NullPointerException: The function returned"
                        + " null.")));
  }

  @Test
  void shouldHaveOneLimitForAllItsSubSagas() {
    LiveSaga<Trip> large = new LiveSaga<>(thereAndBack((t, ride) -> t));
    large.start(PLANNED);
    large.succeeds(action("there.hold-seat"), new Held("x".repeat(1_150)));
    large.succeeds(action("there.order-meal"));
    assertThat(large.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(large.state().reason().toString())
        .startsWith("SUB_SAGA_NOT_BEGUN: Sub-saga 'back': io.palinode.message.PayloadTooLarge:");
  }

  @Test
  void shouldIgnoreStepsThatAreNotThere() {
    trip.start(PLANNED);

    for (String step : List.of("hold-seat", "there", "back.hold-seat", "there[0].hold-seat", ".")) {
      var reply =
          new SagaInput.Replied(
              step, action("x").direction(), 1, LiveSaga.success(new Held("12A")));
      assertThat(trip.decides(reply).isEmpty()).as(step).isTrue();
    }
  }

  private static SagaDefinition<Trip> thereAndBack(BiFunction<Trip, Ride, Trip> fold) {
    Function<Trip, String> home = t -> t.seats().isEmpty() ? "home" : t.seats().get(0);
    return Saga.named("book-trip", Trip.class)
        .saga("there", BOOK_RIDE, t -> new Ride(t.id(), "Rome", ""))
        .onEnd(fold)
        .saga("back", BOOK_RIDE, t -> new Ride(t.id(), home.apply(t), ""))
        .onEnd(fold)
        .build();
  }
}
