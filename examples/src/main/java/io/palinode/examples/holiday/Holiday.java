package io.palinode.examples.holiday;

import java.util.ArrayList;
import java.util.List;

/**
 * What the saga of a holiday knows.
 *
 * @param seats of its rides, in the order in which they were booked
 * @param price of all of it, 0 until it is known
 */
public record Holiday(
    String id, String home, String place, List<Room> rooms, List<String> seats, int price) {

  static Holiday planned(String id, String home, String place, List<Room> rooms) {
    return new Holiday(id, home, place, rooms, List.of(), 0);
  }

  /** A room, and who sleeps in it. */
  public record Room(String kind, List<String> guests) {}

  Holiday with(Ride ride) {
    List<String> more = new ArrayList<>(seats);
    more.add(ride.seat());
    return new Holiday(id, home, place, rooms, more, price);
  }

  Holiday priced(BookHoliday.Price whole) {
    return new Holiday(id, home, place, rooms, seats, whole.amount());
  }
}
