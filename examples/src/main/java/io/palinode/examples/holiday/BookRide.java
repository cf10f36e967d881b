package io.palinode.examples.holiday;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;

/**
 * The saga of one ride: a seat, and a meal at it. It can be started by itself, or stand in another.
 */
public final class BookRide {
  public static final SagaDefinition<Ride> DEFINITION =
      Saga.named("book-ride", Ride.class)
          .step("hold-seat")
          .at("railway")
          .command(ride -> new HoldSeat(ride.from(), ride.to()))
          .onReply(SeatHeld.class, Ride::seated)
          .compensation(ride -> new FreeSeat(ride.from(), ride.to()))
          //
          .step("order-meal")
          .at("caterer")
          .command(ride -> new OrderMeal(ride.seat()))
          .compensation(ride -> new CancelMeal(ride.seat()))
          .build();

  private BookRide() {}

  public record HoldSeat(String from, String to) {}

  public record SeatHeld(String seat) {}

  public record FreeSeat(String from, String to) {}

  public record OrderMeal(String seat) {}

  public record CancelMeal(String seat) {}
}
