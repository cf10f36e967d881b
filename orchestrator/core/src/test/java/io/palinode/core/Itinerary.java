package io.palinode.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of steps that a shape comes to for one wish, and their partial order: an opinion of what
 * a saga must do that owes nothing to the machine.
 */
final class Itinerary {
  private final int wish;
  private final Map<String, Set<String>> before = new LinkedHashMap<>();
  private final List<Limit> limits = new ArrayList<>();
  private boolean tooMany;

  /** Of these groups of runs, only so many may be at work at a time. */
  record Limit(int atOnce, List<Set<String>> groups) {}

  Itinerary(String shape, int wish) {
    this.wish = wish;
    expand(Shape.of(shape), new Spot("", ""), Set.of());
  }

  /** Every run, in the order of the text. */
  List<String> runs() {
    return List.copyOf(before.keySet());
  }

  /** The runs that must be done before this one begins; null where it must never begin. */
  Set<String> before(String run) {
    return before.get(run);
  }

  /** The runs that must be undone before this one is. */
  List<String> after(String run) {
    return before.keySet().stream().filter(other -> before.get(other).contains(run)).toList();
  }

  List<Limit> limits() {
    return limits;
  }

  /** True where a for-each has more items than it allows, unless something fails before it. */
  boolean tooMany() {
    return tooMany;
  }

  /** What stands before and behind the name of a leg. */
  private record Spot(String prefix, String items) {
    String key(String name) {
      return prefix + name + items;
    }
  }

  /** Adds the runs of a part that comes after the given ones; returns them. */
  private Set<String> expand(Shape shape, Spot spot, Set<String> earlier) {
    if (shape instanceof Shape.Leg leg) {
      String key = spot.key(leg.name());
      if (!tooMany) {
        before.put(key, Set.copyOf(earlier));
      }
      return Set.of(key);
    } else if (shape instanceof Shape.InTurn inTurn) {
      return one(1, inTurn.parts().stream().map(part -> new Way(part, spot)).toList(), earlier);
    } else if (shape instanceof Shape.SideBySide aside) {
      return one(
          aside.atOnce(),
          aside.branches().stream().map(part -> new Way(part, spot)).toList(),
          earlier);
    } else if (shape instanceof Shape.Fork fork) {
      return wish < fork.options().size()
          ? expand(fork.options().get(wish), spot, earlier)
          : Set.of();
    } else if (shape instanceof Shape.Nested nested) {
      return expand(nested.body(), new Spot(spot.key(nested.name()) + ".", ""), earlier);
    }
    Shape.Each each = (Shape.Each) shape;
    tooMany |= wish > Journey.MOST_ITEMS;
    List<Way> rounds = new ArrayList<>();
    for (int i = 0; i < Math.min(wish, Journey.MOST_ITEMS); i++) {
      rounds.add(new Way(each.body(), new Spot(spot.prefix(), spot.items() + "[" + i + "]")));
    }
    return one(each.atOnce(), rounds, earlier);
  }

  private record Way(Shape shape, Spot spot) {}

  private Set<String> one(int atOnce, List<Way> ways, Set<String> earlier) {
    Set<String> all = new LinkedHashSet<>();
    List<Set<String>> groups = new ArrayList<>();
    Set<String> sofar = new HashSet<>(earlier);
    for (Way way : ways) {
      Set<String> runs = expand(way.shape(), way.spot(), sofar);
      groups.add(runs);
      all.addAll(runs);
      if (atOnce == 1) {
        sofar.addAll(runs);
      }
    }
    limits.add(new Limit(atOnce, groups));
    return all;
  }
}
