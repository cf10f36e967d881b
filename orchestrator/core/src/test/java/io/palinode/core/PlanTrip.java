package io.palinode.core;

import io.palinode.saga.Branch;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.util.ArrayList;
import java.util.List;

/** Sagas of a trip that is booked side by side: a flight and its seat, a room, a car. */
final class PlanTrip {
  static final String FLIGHT = "book-flight";
  static final String SEAT = "hold-seat";
  static final String ROOM = "book-room";
  static final String CAR = "book-car";
  static final String FARE = "take-fare";
  static final Trip PLANNED = new Trip("order-1", List.of());

  private PlanTrip() {}

  /** A trip, and the numbers under which it was booked. */
  record Trip(String id, List<String> booked) {
    Trip with(Booked reply) {
      List<String> all = new ArrayList<>(booked);
      all.add(reply.number());
      return new Trip(id, all);
    }
  }

  record Book(String what, String trip) {}

  record Booked(String number) {}

  record Cancel(String what, List<String> booked) {}

  /** A flight with its seat, a room and a car, so many of the three at once; then the fare. */
  static SagaDefinition<Trip> sideBySide(int atOnce) {
    SagaBuilder<Trip> saga = Saga.named("plan-trip", Trip.class);
    saga.parallel("book-all")
        .atOnce(atOnce)
        .branch(
            branch -> {
              book(branch, FLIGHT);
              book(branch, SEAT);
            })
        .branch(branch -> book(branch, ROOM))
        .branch(branch -> book(branch, CAR))
        .join()
        .step(FARE)
        .at("bank")
        .command(trip -> new Book(FARE, trip.id()))
        .pivot();
    return saga.build();
  }

  static void book(Branch<Trip, Trip> branch, String what) {
    branch
        .step(what)
        .at("agency")
        .command(trip -> new Book(what, trip.id()))
        .onReply(Booked.class, Trip::with)
        .compensation(trip -> new Cancel(what, trip.booked()))
        .retry(PlaceOrder.TWICE)
        .compensationRetry(RetryPolicy.never());
  }
}
