package io.palinode.testkit;

import io.palinode.core.SagaInput.Timed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The time of a test, which only the test moves, and what is to happen at which time.
 *
 * <p>Times are milliseconds since 1970. Not safe for use by several threads.
 */
final class VirtualClock {
  private final PriorityQueue<Timer> timers = new PriorityQueue<>(Timer.ORDER);
  private final List<Timer> held = new ArrayList<>();
  private final long begun;
  private long now;
  private long timersSet;

  /** A clock that shows this time and stands still. */
  VirtualClock(Instant begun) {
    this.begun = begun.toEpochMilli();
    this.now = this.begun;
  }

  /** Something to happen at a time; what is set first comes first. */
  record Timer(long at, long order, Timed input) {
    static final Comparator<Timer> ORDER =
        Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order);
  }

  long now() {
    return now;
  }

  long in(Duration duration) {
    return now + duration.toMillis();
  }

  void set(Timed input, long at) {
    timers.add(new Timer(at, timersSet++, input));
  }

  /** What comes next of this kind; null where nothing does. */
  @Nullable Timer next(Predicate<Timer> kind) {
    return timers.stream().filter(kind).min(Timer.ORDER).orElse(null);
  }

  /** Takes what is due by this time, and moves to its moment; null where nothing is. */
  @Nullable Timer takeDueBy(long time) {
    Timer next = timers.peek();
    if (next == null || next.at() > time) {
      return null;
    }
    timers.remove();
    moveTo(next.at());
    return next;
  }

  /** Moves on to this time, if it is not past. */
  void moveTo(long time) {
    now = Math.max(now, time);
  }

  /** Keeps what is due until {@link #letGo}. */
  void hold(Timer due) {
    held.add(due);
  }

  /** What was held is due again. */
  void letGo() {
    timers.addAll(held);
    held.clear();
  }

  /** This time as it is told: since the beginning, in hours, minutes and seconds. */
  String words(long time) {
    long millis = time - begun;
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1_000 % 60,
        millis % 1_000);
  }
}
