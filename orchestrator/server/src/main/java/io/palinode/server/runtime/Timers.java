package io.palinode.server.runtime;

import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.Direction;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a shard's steps, the earliest first; at most one for each step of each saga.
 *
 * <p>Used by the shard's thread only.
 */
final class Timers {
  private final TreeSet<Timer> byTime =
      new TreeSet<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::sequence));
  private final Map<Key, Timer> byStep = new HashMap<>();
  private long sequence;

  /** A deadline: which attempt of which command it ends, and when. */
  record Timer(Key key, Direction direction, int attempt, long at, long sequence) {
    String sagaId() {
      return key.sagaId();
    }

    TimerFired fired() {
      return new TimerFired(key.step(), direction, attempt);
    }
  }

  record Key(String sagaId, String step) {}

  /** Sets the step's timer, in the place of the one that it had. */
  void set(String sagaId, String step, Direction direction, int attempt, long at) {
    cancel(sagaId, step);
    Timer timer = new Timer(new Key(sagaId, step), direction, attempt, at, sequence++);
    byTime.add(timer);
    byStep.put(timer.key(), timer);
  }

  void cancel(String sagaId, String step) {
    Timer timer = byStep.remove(new Key(sagaId, step));
    if (timer != null) {
      byTime.remove(timer);
    }
  }

  /** Takes the earliest timer out if its time has come; null if none has. */
  @Nullable Timer pollDue(long now) {
    if (byTime.isEmpty() || byTime.first().at() > now) {
      return null;
    }
    Timer timer = byTime.first();
    byTime.remove(timer);
    byStep.remove(timer.key());
    return timer;
  }

  /** When the earliest timer is due; {@link Long#MAX_VALUE} if there is none. */
  long nextAt() {
    return byTime.isEmpty() ? Long.MAX_VALUE : byTime.first().at();
  }
}
