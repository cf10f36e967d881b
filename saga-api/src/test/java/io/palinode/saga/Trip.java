package io.palinode.saga;

import org.jspecify.annotations.Nullable;

/** A journey that is booked, as the sagas of these tests carry it. */
record Trip(String traveller, @Nullable String seat) {
  Trip seated(SeatHeld held) {
    return new Trip(traveller, held.seat());
  }

  record HoldSeat(String traveller) {}

  record SeatHeld(String seat) {}

  record FreeSeat(@Nullable String seat) {}

  record TakeFare(String traveller) {}

  record PrintTicket(String traveller) {}

  /** Three steps, one of each kind. */
  static SagaBuilder<Trip> booking() {
    SagaBuilder<Trip> saga = Saga.named("book-trip", Trip.class);
    saga.step("hold-seat")
        .at("railway")
        .command(trip -> new HoldSeat(trip.traveller()))
        .onReply(SeatHeld.class, Trip::seated)
        .compensation(trip -> new FreeSeat(trip.seat()))
        .step("take-fare")
        .at("bank")
        .command(trip -> new TakeFare(trip.traveller()))
        .pivot()
        .step("print-ticket")
        .at("printer")
        .command(trip -> new PrintTicket(trip.traveller()))
        .retriable();
    return saga;
  }
}
