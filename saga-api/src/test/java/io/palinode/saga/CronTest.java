package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void shouldComeEveryNightAtThree() {
    assertThat(times("0 3 * * *", "2026-11-23T03:00+01:00", 3))
        .containsExactly(
            "2026-11-24T03:00+01:00", "2026-11-25T03:00+01:00", "2026-11-26T03:00+01:00");
  }

  @Test
  void shouldComeWhenTheClocksDoWhereTheyLeaveItsTimeOut() {
    assertThat(times("30 2 * * *", "2026-03-28T00:00+01:00", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    assertThat(times("*/15 2,3 29 3 *", "2026-03-28T00:00+01:00", 4))
        .as("all that was left out, and what is due then anyway, at once")
        .containsExactly(
            "2026-03-29T03:00+02:00",
            "2026-03-29T03:15+02:00",
            "2026-03-29T03:30+02:00",
            "2026-03-29T03:45+02:00");
  }

  @Test
  void shouldComeOnceWhereTheClocksShowItsTimeTwice() {
    assertThat(times("30 2 * * *", "2026-10-24T12:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
  }

  @Test
  void shouldGoByTheTimeThatPassesWhereItsHourIsAStar() {
    assertThat(times("30 * * * *", "2026-10-25T01:00+02:00", 4))
        .containsExactly(
            "2026-10-25T01:30+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:30+01:00");
    assertThat(times("30 * * * *", "2026-03-29T01:00+01:00", 2))
        .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00");
  }

  @Test
  void shouldTakeEitherDayWhereBothAreSaid() {
    assertThat(times("0 0 13 * FRI", "2026-11-01T00:00+01:00", 4))
        .containsExactly(
            "2026-11-06T00:00+01:00",
            "2026-11-13T00:00+01:00",
            "2026-11-20T00:00+01:00",
            "2026-11-27T00:00+01:00");
    assertThat(times("0 0 13 * *", "2026-11-01T00:00+01:00", 1))
        .containsExactly("2026-11-13T00:00+01:00");
    assertThat(times("0 0 */10 * MON", "2026-11-01T00:00+01:00", 2))
        .as("with a star in front, both must hold")
        .containsExactly("2026-12-21T00:00+01:00", "2027-01-11T00:00+01:00");
  }

  @Test
  void shouldWaitForALeapYear() {
    assertThat(times("0 0 29 2 *", "2096-03-01T00:00+01:00", 1))
        .containsExactly("2104-02-29T00:00+01:00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * *|it has 4 fields; expected five: minute, hour",
        "60 * * * *|its minute is '60'; expected *, or numbers from 0 to 59",
        "* 24 * * *|its hour is '24'",
        "* * 0 * *|its day of the month is '0'; expected *, or numbers from 1 to 31",
        "* * * 13 *|its month is '13'; expected *, or numbers from 1 to 12 or names from JAN to DEC",
        "* * * * 8|its day of the week is '8'; expected *, or numbers from 0 to 7",
        "* * * * FOO|its day of the week is 'FOO'",
        "* * ? * *|its day of the month is '?'",
        "@daily|it has 1 fields",
        "*/0 * * * *|its minute is '*/0', with a step of 0",
        "* * * * FRI-MON|its day of the week is 'FRI-MON', of which 'FRI-MON' runs backwards",
        "1,,2 * * * *|its minute is '1,,2'",
        "-1 * * * *|its minute is '-1'",
        "1-2-3 * * * *|its minute is '1-2-3'",
        "JAN * * * *|its minute is 'JAN'",
        "0 0 30 2 *|there is no such day in any year",
        "0 0 31 4,6,9,11 *|there is no such day in any year",
      })
  void shouldSayWhatIsWrongWithAnExpression(String text, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cron(text, BERLIN))
        .withMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 * * 7, 0 0 * * SUN",
    "0 0 * * 5-7, '0 0 * * FRI,SAT,0'",
    "10/20 * * * *, '10,30,50 * * * *'",
    "0 0 1 jan-mar *, '0 0 1 1,2,3 *'",
    "0  0 1-31/10   * *, '0 0 1,11,21,31 * *'",
  })
  void shouldReadBothAsTheSame(String one, String other) {
    assertThat(times(one, "2026-11-23T00:00+01:00", 20))
        .isEqualTo(times(other, "2026-11-23T00:00+01:00", 20));
  }

  /**
   * Compares with a clerk who looks at the clock on the wall every minute. The days are those of
   * strange clocks: half an hour of summer, a change at midnight, a day that was left out.
   */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-28T00:00:00Z, 1",
    "Europe/Berlin, 2026-10-24T00:00:00Z, 2",
    "America/New_York, 2026-10-31T12:00:00Z, 3",
    "Australia/Lord_Howe, 2026-04-03T18:00:00Z, 4",
    "Australia/Lord_Howe, 2026-10-02T18:00:00Z, 5",
    "America/Havana, 2026-10-31T00:00:00Z, 6",
    "America/Havana, 2026-03-07T00:00:00Z, 7",
    "Pacific/Apia, 2011-12-29T00:00:00Z, 8",
    "Asia/Kathmandu, 2026-12-30T00:00:00Z, 9",
    "UTC, 2028-02-28T00:00:00Z, 10",
    "Asia/Beirut, 2026-10-24T00:00:00Z, 11",
    "America/St_Johns, 2010-11-06T00:00:00Z, 12",
  })
  void shouldComeWheneverTheWallSaysSo(ZoneId zone, Instant from, long seed) {
    Random random = new Random(seed);
    Instant to = from.plus(Duration.ofDays(3));
    for (int round = 0; round < 4; round++) {
      Clerk clerk = Clerk.of(random);
      Cron cron = new Cron(clerk.toString(), zone);
      List<Instant> found = new ArrayList<>();
      Instant next = cron.next(from);
      for (int i = 0; !next.isAfter(to) && i < 10_000; i++) {
        found.add(next);
        next = cron.next(next);
      }
      assertThat(found).as("'%s' in %s", clerk, zone).isEqualTo(clerk.watch(zone, from, to));
    }
  }

  private static List<String> times(String text, String after, int count) {
    Cron cron = new Cron(text, BERLIN);
    return Stream.iterate(cron.next(ZonedDateTime.parse(after).toInstant()), cron::next)
        .limit(count)
        .map(time -> time.atZone(BERLIN).toOffsetDateTime().toString())
        .toList();
  }

  /** Minutes and hours as lists or stars; days stay stars, for those few days are not the point. */
  private record Clerk(String minutes, String hours) {
    static Clerk of(Random random) {
      return new Clerk(field(random, 60), field(random, 24));
    }

    private static String field(Random random, int size) {
      int step = 1 + random.nextInt(size / 2);
      return switch (random.nextInt(4)) {
        case 0 -> "*";
        case 1 -> "*/" + step;
        case 2 -> random.nextInt(size) + "," + random.nextInt(Math.min(size, 4));
        default -> Integer.toString(random.nextInt(Math.min(size, 4)));
      };
    }

    List<Instant> watch(ZoneId zone, Instant from, Instant to) {
      List<Instant> seen = new ArrayList<>();
      for (Instant now = from.plusSeconds(60); !now.isAfter(to); now = now.plusSeconds(60)) {
        ZonedDateTime wall = now.atZone(zone);
        boolean again = !wall.isEqual(wall.withEarlierOffsetAtOverlap());
        boolean byTime = hours.startsWith("*");
        boolean shown = matches(wall.toLocalDateTime()) && (byTime || !again);
        if (shown || (!byTime && leftOut(wall))) {
          seen.add(now);
        }
      }
      return seen;
    }

    /** True if clocks go forward just now, over a time that matches. */
    private boolean leftOut(ZonedDateTime wall) {
      ZoneOffsetTransition change =
          wall.getZone().getRules().previousTransition(wall.toInstant().plusNanos(1));
      if (change == null || !change.isGap() || !change.getInstant().equals(wall.toInstant())) {
        return false;
      }
      LocalDateTime skipped = change.getDateTimeBefore();
      while (skipped.isBefore(change.getDateTimeAfter())) {
        if (matches(skipped)) {
          return true;
        }
        skipped = skipped.plusMinutes(1);
      }
      return false;
    }

    private boolean matches(LocalDateTime wall) {
      return matches(minutes, wall.getMinute()) && matches(hours, wall.getHour());
    }

    private static boolean matches(String field, int number) {
      if (field.equals("*")) {
        return true;
      }
      return field.startsWith("*/")
          ? number % Integer.parseInt(field.substring(2)) == 0
          : Arrays.asList(field.split(",")).contains(Integer.toString(number));
    }

    @Override
    public String toString() {
      return minutes + " " + hours + " * * *";
    }
  }
}
