package io.palinode.examples.holiday;

/**
 * What the saga of one ride knows.
 *
 * @param seat empty until it is held
 */
public record Ride(String holiday, String from, String to, String seat) {

  static Ride planned(Holiday holiday, String from, String to) {
    return new Ride(holiday.id(), from, to, "");
  }

  Ride seated(BookRide.SeatHeld held) {
    return new Ride(holiday, from, to, held.seat());
  }
}
