package io.palinode.examples.trip;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trip, and what is booked of it.
 *
 * @param card that pays for it
 * @param seats by the name of the traveller
 */
public record Trip(
    String id,
    String card,
    String city,
    boolean abroad,
    List<Traveller> travellers,
    String flight,
    Map<String, String> seats) {

  /** One who travels. */
  public record Traveller(String name, boolean needsWheelchair) {}

  /** A trip that nothing is booked of; the first of the travellers pays. */
  public static Trip to(String id, String city, boolean abroad, Traveller... travellers) {
    String card = "card of " + travellers[0].name();
    return new Trip(id, card, city, abroad, List.of(travellers), "", Map.of());
  }

  Trip flying(String number) {
    return new Trip(id, card, city, abroad, travellers, number, seats);
  }

  Trip seated(Traveller traveller, String seat) {
    Map<String, String> more = new TreeMap<>(seats);
    more.put(traveller.name(), seat);
    return new Trip(id, card, city, abroad, travellers, flight, more);
  }
}
