package io.palinode.testkit.paths;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it came to a moment, and how many faults there were on the way.
 *
 * <p>Immutable.
 */
record Trail(@Nullable Trail before, String what, int faults) {

  static Trail begin(String what) {
    return new Trail(null, what, 0);
  }

  Trail then(String next, @Nullable Fault fault) {
    return new Trail(this, next, faults + (fault == null ? 0 : 1));
  }

  /** What happened, oldest first. */
  List<String> lines() {
    Deque<String> lines = new ArrayDeque<>();
    for (@Nullable Trail each = this; each != null; each = each.before) {
      lines.addFirst(each.what);
    }
    return List.copyOf(lines);
  }
}
