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
import io.palinode.server.e2e.TripSaga.RentCar;
import io.palinode.server.e2e.TripSaga.ReturnCar;
import io.palinode.server.e2e.TripSaga.SendTicket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tour of several cities: a hotel in each beside the flight, a car if it is far, the charge. */
final class TourSaga {
  static final SagaDefinition<Tour> DEFINITION =
      Saga.named("book-tour", Tour.class)
          .parallel("reserve")
          .branch(
              branch ->
                  branch
                      .forEach("hotels", String.class, Tour::cities)
                      .atMost(5)
                      .atOnce(2)
                      .run(
                          city ->
                              city.step("book-hotel")
                                  .at(AGENCY)
                                  .command(c -> new BookHotel(c.item()))
                                  .onReply(
                                      HotelBooked.class,
                                      (c, reply) -> c.data().withHotel(c.item(), reply.room()))
                                  .compensation(c -> new CancelHotel(c.item()))))
          .branch(
              branch ->
                  branch
                      .step("book-flight")
                      .at(AGENCY)
                      .command(tour -> new BookFlight(tour.cities().get(0)))
                      .onReply(FlightBooked.class, (tour, reply) -> tour.withFlight(reply.seat()))
                      .compensation(tour -> new CancelFlight(tour.flight())))
          .join()
          .choice("on-the-way")
          .when(
              "far",
              tour -> tour.cities().size() > 2,
              branch ->
                  branch
                      .step("rent-car")
                      .at(AGENCY)
                      .command(tour -> new RentCar(tour.cities().get(0)))
                      .compensation(tour -> new ReturnCar("any")))
          .otherwiseNothing()
          .step("charge-card")
          .at(BANK)
          .command(tour -> new ChargeCard("all", tour.flight(), "any"))
          .pivot()
          .step("send-ticket")
          .at(AGENCY)
          .command(tour -> new SendTicket(tour.flight()))
          .retriable()
          .build();

  private TourSaga() {}

  record Tour(List<String> cities, Map<String, String> hotels, String flight) {
    static Tour of(String... cities) {
      return new Tour(List.of(cities), Map.of(), "");
    }

    Tour withHotel(String city, String room) {
      Map<String, String> more = new TreeMap<>(hotels);
      more.put(city, room);
      return new Tour(cities, more, flight);
    }

    Tour withFlight(String seat) {
      return new Tour(cities, hotels, seat);
    }
  }
}
