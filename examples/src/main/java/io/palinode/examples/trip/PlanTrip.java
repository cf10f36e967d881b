package io.palinode.examples.trip;

import io.palinode.examples.trip.Trip.Traveller;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.WhenHeld;

/**
 * The trip saga, one at a time for each card: flight and hotel side by side, an insurance by
 * choice, a seat for each traveller, then the money and the tickets.
 */
public final class PlanTrip {
  public static final SagaDefinition<Trip> DEFINITION =
      Saga.named("plan-trip", Trip.class)
          .exclusiveBy("card", Trip::card, WhenHeld.queueAtMost(5))
          //
          .parallel("reserve")
          .branch(
              branch ->
                  branch
                      .step("book-flight")
                      .at("airline")
                      .command(trip -> new BookFlight(trip.id(), trip.city()))
                      .onReply(FlightBooked.class, (trip, reply) -> trip.flying(reply.number()))
                      .compensation(trip -> new CancelFlight(trip.id())))
          .branch(
              branch ->
                  branch
                      .step("book-hotel")
                      .at("hotels")
                      .command(trip -> new BookHotel(trip.id(), trip.city()))
                      .compensation(trip -> new CancelHotel(trip.id())))
          .join()
          //
          .choice("insurance")
          .when(
              "world",
              Trip::abroad,
              branch ->
                  branch
                      .step("insure-world")
                      .at("insurer")
                      .command(trip -> new Insure(trip.id(), "world"))
                      .compensation(trip -> new CancelInsurance(trip.id())))
          .otherwiseNothing()
          //
          .forEach("seats", Traveller.class, Trip::travellers)
          .atMost(9)
          .atOnce(3)
          .run(
              seat ->
                  seat.step("hold-seat")
                      .at("airline")
                      .command(s -> new HoldSeat(s.data().flight(), s.item().name()))
                      .onReply(
                          SeatHeld.class, (s, reply) -> s.data().seated(s.item(), reply.seat()))
                      .compensation(s -> new FreeSeat(s.data().flight(), s.item().name()))
                      .step("order-wheelchair")
                      .at("airport")
                      .command(s -> new OrderWheelchair(s.data().id(), s.item().name()))
                      .compensation(s -> new CancelWheelchair(s.data().id(), s.item().name()))
                      .onlyIf(s -> s.item().needsWheelchair()))
          //
          .step("charge-card")
          .at("bank")
          .command(trip -> new ChargeCard(trip.card(), trip.travellers().size()))
          .pivot()
          //
          .step("send-tickets")
          .at("airline")
          .command(trip -> new SendTickets(trip.flight(), trip.seats().size()))
          .retriable()
          .build();

  private PlanTrip() {}

  public record BookFlight(String trip, String city) {}

  public record FlightBooked(String number) {}

  public record CancelFlight(String trip) {}

  public record BookHotel(String trip, String city) {}

  public record CancelHotel(String trip) {}

  public record Insure(String trip, String where) {}

  public record CancelInsurance(String trip) {}

  public record HoldSeat(String flight, String traveller) {}

  public record SeatHeld(String seat) {}

  public record FreeSeat(String flight, String traveller) {}

  public record OrderWheelchair(String trip, String traveller) {}

  public record CancelWheelchair(String trip, String traveller) {}

  public record ChargeCard(String card, int travellers) {}

  public record SendTickets(String flight, int seats) {}
}
