package io.palinode.server.runtime;

import io.palinode.core.SagaInput.Timed;
import java.util.ArrayList;
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

  private final PriorityQueue<Timer> byTime = new PriorityQueue<>(Timer::compareTime);
  private final Map<String, Timer> bySaga = new HashMap<>();
  private final Map<String, List<Timer>> held = new HashMap<>();
  private int set;
  private long sequence;

  /** A deadline: what happens then, and when. */
  static final class Timer {
    private final String sagaId;
    private final Timed fired;
    private final long at;
    private final long sequence;
    private @Nullable Timer next;
    private boolean cancelled;

    private Timer(String sagaId, Timed fired, long at, long sequence, @Nullable Timer next) {
      this.sagaId = sagaId;
      this.fired = fired;
      this.at = at;
      this.sequence = sequence;
      this.next = next;
    }

    String sagaId() {
      return sagaId;
    }

    Timed fired() {
      return fired;
    }

    long at() {
      return at;
    }

    private boolean isAbout(String part) {
      return fired.about().equals(part);
    }

    private int compareTime(Timer other) {
      return at == other.at ? Long.compare(sequence, other.sequence) : Long.compare(at, other.at);
    }
  }

  /** Sets the timer of what the input is about, in the place of the one that it had. */
  void set(String sagaId, Timed input, long at) {
    remove(sagaId, input.about());
    Timer timer = new Timer(sagaId, input, at, sequence++, bySaga.get(sagaId));
    byTime.add(timer);
    bySaga.put(sagaId, timer);
    set++;
    sweepIfMostAreCancelled();
  }

  void cancel(String sagaId, String about) {
    remove(sagaId, about);
    if (!held.isEmpty()) {
      forgetHeld(sagaId, about);
    }
  }

  /** Keeps a timer whose time has come while its saga stands still. */
  void hold(Timer due) {
    held.computeIfAbsent(due.sagaId, saga -> new ArrayList<>()).add(due);
  }

  /** Sets again what was held for a saga that goes on. */
  void release(String sagaId) {
    List<Timer> due = held.remove(sagaId);
    if (due != null) {
      due.forEach(timer -> set(sagaId, timer.fired, timer.at));
    }
  }

  /** The earliest timer, which stays; null if there is none. */
  @Nullable Timer earliest() {
    Timer first = byTime.peek();
    while (first != null && first.cancelled) {
      byTime.remove();
      first = byTime.peek();
    }
    return first;
  }

  /** Takes the earliest timer out. */
  void removeEarliest() {
    Timer earliest = earliest();
    if (earliest != null) {
      byTime.remove();
      remove(earliest.sagaId, earliest.fired.about());
    }
  }

  /** How many timers are in the queue, those included that are cancelled and not swept out. */
  int queued() {
    return byTime.size();
  }

  /** A saga has few timers, mostly one: they are chained. */
  private void remove(String sagaId, String about) {
    Timer before = null;
    Timer each = bySaga.get(sagaId);
    while (each != null && !each.isAbout(about)) {
      before = each;
      each = each.next;
    }
    if (each == null) {
      return;
    }
    if (before != null) {
      before.next = each.next;
    } else if (each.next != null) {
      bySaga.put(sagaId, each.next);
    } else {
      bySaga.remove(sagaId);
    }
    each.cancelled = true;
    set--;
  }

  private void forgetHeld(String sagaId, String about) {
    held.computeIfPresent(
        sagaId,
        (saga, due) -> {
          due.removeIf(timer -> timer.isAbout(about));
          return due.isEmpty() ? null : due;
        });
  }

  private void sweepIfMostAreCancelled() {
    if (byTime.size() > SWEEP_ABOVE + 2 * set) {
      byTime.removeIf(timer -> timer.cancelled);
    }
  }
}
