package io.palinode.examples.office;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * What the saga of one day's sales knows.
 *
 * @param cents sold on that day, as far as it is known
 */
public record Day(LocalDate date, long cents) {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final int BANKS_OPEN = 8;

  static Day of(LocalDate date) {
    return new Day(date, 0);
  }

  static Day before(ZonedDateTime time) {
    return of(time.toLocalDate().minusDays(1));
  }

  Day with(long more) {
    return new Day(date, cents + more);
  }

  /** When the banks open on the next day. */
  Instant banksOpen() {
    return date.plusDays(1).atTime(BANKS_OPEN, 0).atZone(BERLIN).toInstant();
  }

  boolean isSmall() {
    return cents < 1_000_000;
  }
}
