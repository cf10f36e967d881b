package io.palinode.saga;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Every so many seconds, counted from 1970-01-01T00:00Z; so every 15 minutes is at 0, 15, 30 and 45
 * minutes past each hour in UTC.
 */
record FixedRate(Duration period) implements Schedule {
  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofDays(366);

  FixedRate {
    boolean wholeSeconds = period.equals(period.truncatedTo(ChronoUnit.SECONDS));
    if (!wholeSeconds || period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "give whole seconds, from 1 s to %d days".formatted(LONGEST.toDays()));
    }
  }

  @Override
  public Instant next(Instant after) {
    long seconds = period.toSeconds();
    return Instant.ofEpochSecond((Math.floorDiv(after.getEpochSecond(), seconds) + 1) * seconds);
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }

  @Override
  public String toString() {
    return "every " + period;
  }
}
