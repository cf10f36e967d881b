package io.palinode.chaos.check;

import io.palinode.chaos.check.RequestLine.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The times in which a saga must stand still.
 *
 * <p>Pure functions.
 */
final class Pauses {
  private Pauses() {}

  /**
   * From the moment a client was told that the saga is paused to the one before it asked for it to
   * go on.
   */
  record Pause(long from, long to) {
    /**
     * The steps that were done or undone meanwhile. One may have been in flight, and its
     * compensation behind it.
     */
    Set<String> steps(SagaCase saga) {
      var steps = new TreeSet<String>();
      for (var each : saga.effects()) {
        if (each.tick() > from && each.tick() < to) {
          steps.add(each.effect().step());
        }
      }
      return steps;
    }
  }

  static List<Pause> of(Dealings client) {
    var pauses = new ArrayList<Pause>();
    var from = OptionalLong.empty();
    for (var line : client.requests()) {
      if (line.tellsOfAPause() && from.isEmpty()) {
        from = OptionalLong.of(line.tick());
      } else if (line.isAsked(Verb.RESUME) && from.isPresent()) {
        pauses.add(new Pause(from.getAsLong(), line.tick()));
        from = OptionalLong.empty();
      }
    }
    return pauses;
  }
}
