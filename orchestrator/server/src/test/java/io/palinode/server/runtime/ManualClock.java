package io.palinode.server.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when it is told to. */
final class ManualClock implements InstantSource {
  private long now = 1_700_000_000_000L;

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public long millis() {
    return now;
  }

  void advance(Duration duration) {
    now += duration.toMillis();
  }

  void putBack(Duration duration) {
    now -= duration.toMillis();
  }

  void advanceTo(long millis) {
    now = Math.max(now, millis);
  }
}
