package io.palinode.saga;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression of five fields in a time zone: minute, hour, day of the month, month, day of
 * the week.
 *
 * <ul>
 *   <li>Where both a day of the month and a day of the week are said, either will do; where one of
 *       them begins with a star, both must hold.
 *   <li>An expression whose hour is said happens once for each of its times on the wall. A time
 *       that a day leaves out, because clocks go forward, happens when they do; one that a day has
 *       twice, because they go back, happens the first time.
 *   <li>An expression whose hour begins with a star goes by the time that passes: nothing happens
 *       for what clocks leave out, and what they show twice happens twice.
 * </ul>
 */
final class Cron implements Schedule {
  /** Longer than it ever takes until the same day of the year is the same day of the week again. */
  private static final int HORIZON_DAYS = 41 * 366;

  private static final int MINUTES_OF_DAY = 24 * 60;

  private final String text;
  private final ZoneId zone;
  private final CronField minutes;
  private final CronField hours;
  private final CronField days;
  private final CronField months;
  private final CronField weekdays;

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException saying what came and what was expected
   */
  Cron(String text, ZoneId zone) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != CronField.Kind.values().length) {
      throw new IllegalArgumentException(
          "it has %d fields; expected five: minute, hour, day of the month, month, day of the week, such as '0 3 * * *' for three o'clock every night"
              .formatted(fields.length));
    }
    this.text = text;
    this.zone = zone;
    this.minutes = CronField.parse(CronField.Kind.MINUTE, fields[0]);
    this.hours = CronField.parse(CronField.Kind.HOUR, fields[1]);
    this.days = CronField.parse(CronField.Kind.DAY, fields[2]);
    this.months = CronField.parse(CronField.Kind.MONTH, fields[3]);
    this.weekdays = CronField.parse(CronField.Kind.WEEKDAY, fields[4]);
    if (find(LocalDate.EPOCH, Instant.EPOCH) == null) {
      throw new IllegalArgumentException("there is no such day in any year");
    }
  }

  @Override
  public Instant next(Instant after) {
    LocalDate local = LocalDateTime.ofInstant(after, zone).toLocalDate();
    Instant found = find(local.minusDays(1), after);
    if (found == null) {
      throw new IllegalStateException("'%s' ends after %s.".formatted(text, after));
    }
    return found;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public String toString() {
    return "'%s' in %s".formatted(text, zone);
  }

  /** The earliest moment after this one, on this day or later; null if there is none. */
  private @Nullable Instant find(LocalDate from, Instant after) {
    for (int number = 0; number < HORIZON_DAYS; number++) {
      LocalDate day = from.plusDays(number);
      Instant found = earliest(day, after);
      if (found != null) {
        boolean inOrder = OffsetsAround.of(day, zone).isSteady(); // else clocks go back at midnight
        return inOrder ? found : sooner(found, earliest(day.plusDays(1), after));
      }
    }
    return null;
  }

  /**
   * A time on the wall is a moment that is later than the time less the greatest offset, and
   * earlier than the time less the least one; so few times need to be looked at.
   */
  private @Nullable Instant earliest(LocalDate day, Instant after) {
    if (!allows(day)) {
      return null;
    }
    OffsetsAround offsets = OffsetsAround.of(day, zone);
    LocalDateTime midnight = day.atStartOfDay();
    long passed =
        midnight.until(LocalDateTime.ofInstant(after, offsets.least()), ChronoUnit.MINUTES);
    Instant earliest = null;
    for (int minute = (int) Math.max(0, Math.min(passed, MINUTES_OF_DAY));
        minute < MINUTES_OF_DAY;
        minute++) {
      LocalDateTime time = midnight.plusMinutes(minute);
      if (earliest != null && !time.toInstant(offsets.most()).isBefore(earliest)) {
        break;
      }
      if (hours.allows(minute / 60) && minutes.allows(minute % 60)) {
        for (Instant moment : moments(time)) {
          earliest = moment.isAfter(after) ? sooner(moment, earliest) : earliest;
        }
      }
    }
    return earliest;
  }

  private static Instant sooner(Instant one, @Nullable Instant other) {
    return other == null || one.isBefore(other) ? one : other;
  }

  private boolean allows(LocalDate day) {
    boolean ofMonth = days.allows(day.getDayOfMonth());
    boolean ofWeek = weekdays.allows(day.getDayOfWeek().getValue() % 7);
    boolean either = !days.star() && !weekdays.star();
    return months.allows(day.getMonthValue()) && (either ? ofMonth || ofWeek : ofMonth && ofWeek);
  }

  private List<Instant> moments(LocalDateTime onTheWall) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffset> offsets = rules.getValidOffsets(onTheWall);
    if (hours.star()) {
      return offsets.stream().map(onTheWall::toInstant).toList();
    }
    return List.of(
        offsets.isEmpty()
            ? rules.getTransition(onTheWall).getInstant()
            : onTheWall.toInstant(offsets.get(0)));
  }
}
