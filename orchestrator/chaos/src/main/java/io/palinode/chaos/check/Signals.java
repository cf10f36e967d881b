package io.palinode.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether every signal that was sent, however often, has woken one saga or is kept for the next
 * one, and no signal came that nobody sent.
 *
 * <p>Pure functions.
 */
final class Signals {
  private Signals() {}

  static List<Contradiction> contradictions(Evidence evidence) {
    var places = places(evidence);
    var sent = new TreeSet<String>();
    evidence.signals().forEach(signal -> sent.add(signal.id()));
    var found = new ArrayList<Contradiction>();
    for (var id : sent) {
      var where = places.getOrDefault(id, List.of());
      if (where.size() != 1) {
        found.add(
            new Contradiction(
                "wakes one saga",
                where.isEmpty() ? id : where.get(0),
                "signal %s is with %s".formatted(id, where)));
      }
    }
    places.keySet().removeAll(sent);
    places.forEach(
        (id, where) ->
            found.add(
                new Contradiction(
                    "was sent", where.get(0), "nobody sent signal %s".formatted(id))));
    return found;
  }

  /** Where each signal is: the sagas that took it, and the mailboxes that keep it. */
  private static Map<String, List<String>> places(Evidence evidence) {
    var places = new TreeMap<String, List<String>>();
    for (var saga : evidence.sagas()) {
      saga.heard().forEach(id -> add(id, saga.id(), places));
    }
    for (var key : evidence.keys()) {
      key.kept().forEach(id -> add(id, key.name(), places));
    }
    return places;
  }

  private static void add(String id, String where, Map<String, List<String>> places) {
    places.computeIfAbsent(id, each -> new ArrayList<>()).add(where);
  }
}
