package io.palinode.examples.office;

import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The statements of the days, in memory: in an office a directory, or a store of documents.
 *
 * <p>Each call may come again, and has its effect once: a statement is found by its day. Safe for
 * use by any thread.
 */
final class Shelf {
  private static final Map<LocalDate, String> STATEMENTS = new ConcurrentHashMap<>();

  private Shelf() {}

  static void put(Day day) {
    STATEMENTS.put(day.date(), "%s: %d cents".formatted(day.date(), day.cents()));
  }

  static void remove(Day day) {
    STATEMENTS.remove(day.date());
  }

  static boolean has(LocalDate date) {
    return STATEMENTS.containsKey(date);
  }
}
