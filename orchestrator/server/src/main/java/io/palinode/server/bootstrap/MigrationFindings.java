package io.palinode.server.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which live sagas of a version can move to another one, and what is in the way of the others.
 *
 * <p>Not safe for use by several threads.
 */
final class MigrationFindings {
  private static final int MOST_NAMED = 5;

  private final List<String> movable = new ArrayList<>();
  private final Map<String, List<String>> stayingByReason = new TreeMap<>();

  void note(String sagaId, List<String> obstacles) {
    if (obstacles.isEmpty()) {
      movable.add(sagaId);
    } else {
      stayingByReason
          .computeIfAbsent(String.join("; ", obstacles), why -> new ArrayList<>())
          .add(sagaId);
    }
  }

  /** The ids of the sagas that can move, in order. */
  List<String> movable() {
    return movable.stream().sorted().toList();
  }

  /** How many cannot move. */
  int staying() {
    return stayingByReason.values().stream().mapToInt(List::size).sum();
  }

  /** A line for each thing that is in the way, with some of the sagas. */
  String stayingLines() {
    StringBuilder lines = new StringBuilder();
    stayingByReason.forEach((why, ids) -> lines.append(line(ids, why)));
    return lines.toString();
  }

  /** The same, and one for those that can move and have not. */
  String lines() {
    return movable.isEmpty()
        ? stayingLines()
        : stayingLines() + line(movable, "not moved by their owners, whose logs say why");
  }

  private static String line(List<String> ids, String why) {
    List<String> some = ids.stream().sorted().limit(MOST_NAMED).toList();
    String more = ids.size() > MOST_NAMED ? ", ..." : "";
    return "  %d stay: %s (%s%s)%n".formatted(ids.size(), why, String.join(", ", some), more);
  }
}
