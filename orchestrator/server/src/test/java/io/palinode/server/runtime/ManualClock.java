package io.palinode.server.runtime;

import java.time.Duration;
import java.time.Instant;

/** A clock that goes when it is told to, and may be put back. */
final class ManualClock implements ShardClock {
  private long now = 1_700_000_000_000L;
  private long elapsed = -5_000_000_000L;

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public long millis() {
    return now;
  }

  @Override
  public long elapsedMillis() {
    return elapsed;
  }

  void advance(Duration duration) {
    now += duration.toMillis();
    elapsed += duration.toMillis();
  }

  /** No time goes by in it. */
  void putBack(Duration duration) {
    now -= duration.toMillis();
  }

  void advanceTo(long millis) {
    advance(Duration.ofMillis(Math.max(0, millis - now)));
  }
}
