package io.palinode.server.e2e;

import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.List;

/**
 * The saga of these tests: three steps that can be undone, the pivot, and one that must succeed.
 *
 * <p>All that can be undone is at one participant, so that one partition shows the exact order in
 * which commands were sent.
 */
public final class TripSaga {
  public static final String HOTEL = "book-hotel";
  public static final String FLIGHT = "book-flight";
  public static final String CAR = "rent-car";
  public static final String CARD = "charge-card";
  public static final String TICKET = "send-ticket";

  static final String AGENCY = "agency";
  static final String BANK = "bank";

  /** Attempts of every command. */
  static final int ATTEMPTS = 3;

  /** The wait before the second attempt; the one after that is twice as long. No jitter. */
  static final Duration FIRST_DELAY = Duration.ofMillis(100);

  /** How long the hasty saga waits for the reply to its flight and its charge, twice each. */
  static final Duration HASTE = Duration.ofMillis(800);

  private static final RetryPolicy RETRY = retry(ATTEMPTS);

  /** Patient: no test sees one of its timeouts. */
  public static final SagaDefinition<Trip> PATIENT =
      define("book-trip", Duration.ofMinutes(2), RETRY);

  /** Hasty at the flight and at the pivot. */
  public static final SagaDefinition<Trip> HASTY = define("hasty-trip", HASTE, retry(2));

  /** How long the unhurried saga waits where the hasty one does. */
  static final Duration UNHURRIED_WAIT = Duration.ofSeconds(5);

  /** Hasty, but not so that a busy machine makes it time out. */
  static final SagaDefinition<Trip> UNHURRIED = define("unhurried-trip", UNHURRIED_WAIT, retry(2));

  /** The lock that the exclusive sagas share: one of them at a time for each city. */
  static final String CITY = "city";

  /** Rents a car after it has booked a hotel, and is alone in its city meanwhile. */
  public static final SagaDefinition<Trip> EXCLUSIVE = exclusive("exclusive-trip");

  /** The same under another name. */
  public static final SagaDefinition<Trip> OTHER_EXCLUSIVE = exclusive("other-exclusive-trip");

  /** Rents a car when it is told which, and that may be long before. */
  public static final SagaDefinition<Trip> WAITING =
      Saga.named("waiting-trip", Trip.class)
          .step(HOTEL)
          .at(AGENCY)
          .command(trip -> new BookHotel(trip.city()))
          .onReply(HotelBooked.class, Trip::withHotel)
          .compensation(trip -> new CancelHotel(trip.hotel()))
          .timeout(Duration.ofMinutes(2))
          .signal("keys-handed-over", CarRented.class)
          .by(Trip::city)
          .onSignal(Trip::withCar)
          .build();

  private TripSaga() {}

  public static List<SagaDefinition<?>> definitions() {
    return List.of(PATIENT, HASTY, UNHURRIED, EXCLUSIVE, OTHER_EXCLUSIVE, WAITING);
  }

  private static SagaDefinition<Trip> exclusive(String name) {
    return Saga.named(name, Trip.class)
        .exclusiveBy(CITY, Trip::city)
        .step(HOTEL)
        .at(AGENCY)
        .command(trip -> new BookHotel(trip.city()))
        .onReply(HotelBooked.class, Trip::withHotel)
        .compensation(trip -> new CancelHotel(trip.hotel()))
        .timeout(Duration.ofMinutes(2))
        .step(CAR)
        .at(AGENCY)
        .command(trip -> new RentCar(trip.city()))
        .onReply(CarRented.class, Trip::withCar)
        .compensation(trip -> new ReturnCar(trip.car()))
        .timeout(Duration.ofMinutes(2))
        .build();
  }

  public record Trip(String city, String hotel, String flight, String car) {
    static Trip to(String city) {
      return new Trip(city, "", "", "");
    }

    Trip withHotel(HotelBooked reply) {
      return new Trip(city, reply.room(), flight, car);
    }

    Trip withFlight(FlightBooked reply) {
      return new Trip(city, hotel, reply.seat(), car);
    }

    Trip withCar(CarRented reply) {
      return new Trip(city, hotel, flight, reply.plate());
    }
  }

  record BookHotel(String city) {}

  record HotelBooked(String room) {}

  record CancelHotel(String room) {}

  record BookFlight(String city) {}

  record FlightBooked(String seat) {}

  record CancelFlight(String seat) {}

  record RentCar(String city) {}

  record CarRented(String plate) {}

  record ReturnCar(String plate) {}

  record ChargeCard(String hotel, String flight, String car) {}

  record SendTicket(String seat) {}

  private static RetryPolicy retry(int attempts) {
    return RetryPolicy.attempts(attempts).backoff(FIRST_DELAY, 2, Duration.ofSeconds(5)).jitter(0);
  }

  private static SagaDefinition<Trip> define(String name, Duration timeout, RetryPolicy retry) {
    return Saga.named(name, Trip.class)
        .step(HOTEL)
        .at(AGENCY)
        .command(trip -> new BookHotel(trip.city()))
        .onReply(HotelBooked.class, Trip::withHotel)
        .compensation(trip -> new CancelHotel(trip.hotel()))
        .timeout(Duration.ofMinutes(2))
        .retry(RETRY)
        .compensationRetry(RETRY)
        .step(FLIGHT)
        .at(AGENCY)
        .command(trip -> new BookFlight(trip.city()))
        .onReply(FlightBooked.class, Trip::withFlight)
        .compensation(trip -> new CancelFlight(trip.flight()))
        .timeout(timeout)
        .retry(retry)
        .compensationRetry(RETRY)
        .step(CAR)
        .at(AGENCY)
        .command(trip -> new RentCar(trip.city()))
        .onReply(CarRented.class, Trip::withCar)
        .compensation(trip -> new ReturnCar(trip.car()))
        .timeout(Duration.ofMinutes(2))
        .retry(RETRY)
        .compensationRetry(RETRY)
        .step(CARD)
        .at(BANK)
        .command(trip -> new ChargeCard(trip.hotel(), trip.flight(), trip.car()))
        .pivot()
        .timeout(timeout)
        .retry(retry)
        .step(TICKET)
        .at(AGENCY)
        .command(trip -> new SendTicket(trip.flight()))
        .retriable()
        .timeout(Duration.ofMinutes(2))
        .retry(RETRY)
        .build();
  }
}
