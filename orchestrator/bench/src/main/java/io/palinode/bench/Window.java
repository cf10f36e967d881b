package io.palinode.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The sagas in flight, and when each was started.
 *
 * <p>Only the first completion of a saga frees its place. Any other is a stray: it is counted and
 * changes nothing, so a loop that reports a saga twice cannot look faster than it is.
 *
 * <p>Not thread-safe.
 */
final class Window {
  private final Map<String, Long> startedAt = new HashMap<>();
  private long completed;
  private long strays;

  void started(String sagaId, long nanos) {
    if (startedAt.putIfAbsent(sagaId, nanos) != null) {
      throw new IllegalStateException(sagaId + " is in flight already");
    }
  }

  /** The time the saga took, in nanoseconds, or empty for a stray. */
  OptionalLong completed(String sagaId, long nanos) {
    var started = startedAt.remove(sagaId);
    if (started == null) {
      strays++;
      return OptionalLong.empty();
    }
    completed++;
    return OptionalLong.of(nanos - started);
  }

  int inFlight() {
    return startedAt.size();
  }

  long completed() {
    return completed;
  }

  long strays() {
    return strays;
  }
}
