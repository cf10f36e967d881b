package io.palinode.chaos;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * What clients will do later.
 *
 * <p>Anything may be entered from any thread; one thread does it.
 */
final class Agenda {
  private final DelayQueue<Entry> entries = new DelayQueue<>();

  void in(Duration delay, Runnable what) {
    entries.add(new Entry(System.nanoTime() + delay.toNanos(), what));
  }

  /** Does everything whose time has come. */
  void doWhatIsDue() {
    for (var entry = entries.poll(); entry != null; entry = entries.poll()) {
      entry.what().run();
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  private record Entry(long at, Runnable what) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
