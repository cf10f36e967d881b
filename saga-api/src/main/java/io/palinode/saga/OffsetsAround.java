package io.palinode.saga;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** How far clocks were ahead of UTC on a day, the one before and the one behind: from, to. */
record OffsetsAround(ZoneOffset least, ZoneOffset most) {

  static OffsetsAround of(LocalDate day, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant before = day.minusDays(1).atStartOfDay(zone).toInstant();
    Instant behind = day.plusDays(2).atStartOfDay(zone).toInstant();
    ZoneOffset first = rules.getOffset(before);
    OffsetsAround found = new OffsetsAround(first, first);
    ZoneOffsetTransition next = rules.nextTransition(before.minusNanos(1));
    while (next != null && !next.getInstant().isAfter(behind)) {
      found = found.with(next.getOffsetBefore()).with(next.getOffsetAfter());
      next = rules.nextTransition(next.getInstant());
    }
    return found;
  }

  /** True if clocks neither go forward nor back. */
  boolean isSteady() {
    return least.equals(most);
  }

  private OffsetsAround with(ZoneOffset offset) {
    int seconds = offset.getTotalSeconds();
    return new OffsetsAround(
        seconds < least.getTotalSeconds() ? offset : least,
        seconds > most.getTotalSeconds() ? offset : most);
  }
}
