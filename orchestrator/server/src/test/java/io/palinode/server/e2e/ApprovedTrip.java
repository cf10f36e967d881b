package io.palinode.server.e2e;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.e2e.TripSaga.BookHotel;
import io.palinode.server.e2e.TripSaga.CancelHotel;
import io.palinode.server.e2e.TripSaga.ChargeCard;
import io.palinode.server.e2e.TripSaga.HotelBooked;
import io.palinode.server.e2e.TripSaga.Trip;
import java.time.Duration;

/** A trip that rests for a moment once its hotel is booked, and then waits for a person. */
final class ApprovedTrip {
  static final String APPROVE = "approve";

  static final SagaDefinition<Trip> DEFINITION =
      Saga.named("approved-trip", Trip.class)
          .deadline(Duration.ofHours(1))
          .step(TripSaga.HOTEL)
          .at(TripSaga.AGENCY)
          .command(trip -> new BookHotel(trip.city()))
          .onReply(HotelBooked.class, Trip::withHotel)
          .compensation(trip -> new CancelHotel(trip.hotel()))
          .delay("rest", Duration.ofMillis(200))
          .decision(
              APPROVE,
              decision ->
                  decision
                      .options("yes", "no")
                      .within(Duration.ofMinutes(30))
                      .onDecided(
                          (trip, decided) ->
                              new Trip(decided.by(), trip.hotel(), decided.option(), "")))
          .onlyIf(
              "approved",
              trip -> trip.flight().equals("yes"),
              branch ->
                  branch
                      .step(TripSaga.CARD)
                      .at(TripSaga.BANK)
                      .command(trip -> new ChargeCard(trip.hotel(), "", ""))
                      .pivot())
          .build();

  private ApprovedTrip() {}
}
