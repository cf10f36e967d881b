package io.palinode.server.bootstrap;

import io.palinode.server.runtime.ShardClock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clock of the machine. Safe for use by any thread. */
record SystemClock() implements ShardClock {
  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
