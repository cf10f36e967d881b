package io.palinode.examples.trip;

import io.palinode.examples.trip.PlanTrip.BookFlight;
import io.palinode.examples.trip.PlanTrip.BookHotel;
import io.palinode.examples.trip.PlanTrip.CancelFlight;
import io.palinode.examples.trip.PlanTrip.CancelHotel;
import io.palinode.examples.trip.PlanTrip.CancelInsurance;
import io.palinode.examples.trip.PlanTrip.CancelWheelchair;
import io.palinode.examples.trip.PlanTrip.ChargeCard;
import io.palinode.examples.trip.PlanTrip.FlightBooked;
import io.palinode.examples.trip.PlanTrip.FreeSeat;
import io.palinode.examples.trip.PlanTrip.HoldSeat;
import io.palinode.examples.trip.PlanTrip.Insure;
import io.palinode.examples.trip.PlanTrip.OrderWheelchair;
import io.palinode.examples.trip.PlanTrip.SeatHeld;
import io.palinode.examples.trip.PlanTrip.SendTickets;
import io.palinode.examples.trip.Trip.Traveller;
import io.palinode.testkit.SagaTest;
import io.palinode.testkit.TestedSaga;
import org.junit.jupiter.api.Test;

class PlanTripTest {
  private static final Traveller ADA = new Traveller("Ada", false);
  private static final Traveller BOB = new Traveller("Bob", true);

  @Test
  void shouldBookATripForTwo() {
    var trip = reserved(Trip.to("t-1", "Bern", false, ADA, BOB));
    trip.expectCommand("airline", new HoldSeat("LX-8", "Ada")).succeeds(new SeatHeld("1A"));
    trip.expectCommand("airline", new HoldSeat("LX-8", "Bob")).succeeds(new SeatHeld("1B"));
    trip.expectCommand("airport", new OrderWheelchair("t-1", "Bob")).succeeds();

    trip.expectCommand("bank", new ChargeCard("card of Ada", 2))
        .succeeds()
        .expectCommand("airline", new SendTickets("LX-8", 2))
        .succeeds()
        .expectCompleted();
  }

  @Test
  void shouldTakeEverythingBackWhenTheCardIsRefused() {
    var trip = reserved(Trip.to("t-1", "Oslo", true, BOB));
    trip.expectCommand("insurer", new Insure("t-1", "world")).succeeds();
    trip.expectCommand("airline", new HoldSeat("LX-8", "Bob")).succeeds(new SeatHeld("1B"));
    trip.expectCommand("airport", new OrderWheelchair("t-1", "Bob")).succeeds();

    trip.expectCommand("bank", new ChargeCard("card of Bob", 1)).rejects("CARD_REFUSED");

    trip.expectCompensation("airport", new CancelWheelchair("t-1", "Bob")).succeeds();
    trip.expectCompensation("airline", new FreeSeat("LX-8", "Bob")).succeeds();
    trip.expectCompensation("insurer", new CancelInsurance("t-1")).succeeds();
    var hotel = trip.expectCompensation("hotels", new CancelHotel("t-1"));
    trip.expectCompensation("airline", new CancelFlight("t-1")).succeeds();
    hotel.succeeds().expectCompensated();
  }

  @Test
  void shouldBookNothingWhileTooManyTripsWaitForTheSameCard() {
    SagaTest.of(PlanTrip.DEFINITION)
        .started("t-1", Trip.to("t-1", "Oslo", true, ADA))
        .expectLock("card", "card of Ada")
        .hasNoRoomInItsQueue()
        .expectNothingSent()
        .expectCompensated();
  }

  @Test
  void shouldWaitForTheHotelBeforeItTurnsRound() {
    var trip = started(Trip.to("t-1", "Oslo", true, ADA));
    var flight = trip.expectCommand("airline", new BookFlight("t-1", "Oslo"));
    var hotel = trip.expectCommand("hotels", new BookHotel("t-1", "Oslo"));

    flight.rejects("FULL").expectNothingSent();
    hotel.succeeds();

    trip.expectCompensation("hotels", new CancelHotel("t-1")).succeeds().expectCompensated();
  }

  private static TestedSaga<Trip> reserved(Trip trip) {
    var story = started(trip);
    var flight = story.expectCommand("airline", new BookFlight("t-1", trip.city()));
    story.expectCommand("hotels", new BookHotel("t-1", trip.city())).succeeds();
    return flight.succeeds(new FlightBooked("LX-8"));
  }

  private static TestedSaga<Trip> started(Trip trip) {
    return SagaTest.of(PlanTrip.DEFINITION)
        .started("t-1", trip)
        .expectLock("card", trip.card())
        .isGranted();
  }
}
