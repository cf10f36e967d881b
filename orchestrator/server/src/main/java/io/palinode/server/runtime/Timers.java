package io.palinode.server.runtime;

import io.palinode.core.SagaInput.Timed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a shard's sagas, the earliest first; at most one for each step or part of each
 * saga, and one for the saga itself.
 *
 * <p>Nearly every deadline is cancelled long before its time, and most are later than all others.
 * So a cancelled one stays in the queue until its time comes, or until as many are cancelled as are
 * not; then they are swept out together.
 *
 * <p>One whose time comes while its saga stands still is held until the saga goes on.
 *
 * <p>Used by the shard's thread only.
 */
final class Timers {
  /** Below this many cancelled timers a sweep is not worth it. */
  private static final int SWEEP_ABOVE = 1_000;

  private final PriorityQueue<Timer> byTime =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::sequence));
  private final Map<Key, Timer> byKey = new HashMap<>();
  private final Map<String, List<Timer>> held = new HashMap<>();
  private long sequence;

  /** A deadline: what happens then, and when. */
  record Timer(Key key, Timed fired, long at, long sequence) {
    String sagaId() {
      return key.sagaId();
    }
  }

  record Key(String sagaId, String about) {}

  /** Sets the timer of what the input is about, in the place of the one that it had. */
  void set(String sagaId, Timed input, long at) {
    Timer timer = new Timer(new Key(sagaId, input.about()), input, at, sequence++);
    byTime.add(timer);
    byKey.put(timer.key(), timer);
    sweepIfMostAreCancelled();
  }

  void cancel(String sagaId, String about) {
    byKey.remove(new Key(sagaId, about));
    held.computeIfPresent(
        sagaId,
        (saga, due) -> {
          due.removeIf(timer -> timer.key().about().equals(about));
          return due.isEmpty() ? null : due;
        });
  }

  /** Keeps a timer whose time has come while its saga stands still. */
  void hold(Timer due) {
    held.computeIfAbsent(due.sagaId(), saga -> new ArrayList<>()).add(due);
  }

  /** Sets again what was held for a saga that goes on. */
  void release(String sagaId) {
    List<Timer> due = held.remove(sagaId);
    if (due != null) {
      due.forEach(timer -> set(sagaId, timer.fired(), timer.at()));
    }
  }

  /** The earliest timer, which stays; null if there is none. */
  @Nullable Timer earliest() {
    while (!byTime.isEmpty() && isCancelled(byTime.peek())) {
      byTime.remove();
    }
    return byTime.peek();
  }

  /** Takes the earliest timer out. */
  void removeEarliest() {
    Timer earliest = earliest();
    if (earliest != null) {
      byTime.remove();
      byKey.remove(earliest.key());
    }
  }

  /** How many timers are in the queue, those included that are cancelled and not swept out. */
  int queued() {
    return byTime.size();
  }

  private void sweepIfMostAreCancelled() {
    if (byTime.size() > SWEEP_ABOVE + 2 * byKey.size()) {
      byTime.removeIf(this::isCancelled);
    }
  }

  /** A timer that was set anew is another one, although it may say the same. */
  private boolean isCancelled(Timer timer) {
    Timer current = byKey.get(timer.key());
    return current == null || current.sequence() != timer.sequence();
  }
}
