package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.AGENCY;
import static io.palinode.server.e2e.TripSaga.BANK;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.e2e.TripSaga.BookFlight;
import io.palinode.server.e2e.TripSaga.BookHotel;
import io.palinode.server.e2e.TripSaga.CancelFlight;
import io.palinode.server.e2e.TripSaga.CancelHotel;
import io.palinode.server.e2e.TripSaga.ChargeCard;
import io.palinode.server.e2e.TripSaga.FlightBooked;
import io.palinode.server.e2e.TripSaga.HotelBooked;
import java.util.ArrayList;
import java.util.List;

/** A holiday of several stays, each a saga of its own: a flight, and a hotel there. */
final class HolidaySaga {
  static final SagaDefinition<Stay> STAY =
      Saga.named("stay", Stay.class)
          .step("book-flight")
          .at(AGENCY)
          .command(stay -> new BookFlight(stay.city()))
          .onReply(FlightBooked.class, (stay, reply) -> stay.withSeat(reply.seat()))
          .compensation(stay -> new CancelFlight(stay.seat()))
          .step("book-hotel")
          .at(AGENCY)
          .command(stay -> new BookHotel(stay.city()))
          .onReply(HotelBooked.class, (stay, reply) -> stay.withRoom(reply.room()))
          .compensation(stay -> new CancelHotel(stay.room()))
          .build();

  static final SagaDefinition<Holiday> DEFINITION =
      Saga.named("book-holiday", Holiday.class)
          .forEach("cities", String.class, Holiday::cities)
          .atMost(3)
          .run(
              city ->
                  city.saga("stay", STAY, c -> new Stay(c.item(), "", ""))
                      .onEnd((c, stay) -> c.data().with(stay)))
          .saga("home", STAY, holiday -> new Stay("home", "", ""))
          .withoutResult()
          .step("charge-card")
          .at(BANK)
          .command(holiday -> new ChargeCard("all", "any", "any"))
          .pivot()
          .build();

  private HolidaySaga() {}

  record Stay(String city, String seat, String room) {
    Stay withSeat(String number) {
      return new Stay(city, number, room);
    }

    Stay withRoom(String number) {
      return new Stay(city, seat, number);
    }
  }

  record Holiday(List<String> cities, List<String> stays) {
    static Holiday of(String... cities) {
      return new Holiday(List.of(cities), List.of());
    }

    Holiday with(Stay stay) {
      List<String> more = new ArrayList<>(stays);
      more.add(stay.city() + " " + stay.room());
      return new Holiday(cities, more);
    }
  }
}
