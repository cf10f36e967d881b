package io.palinode.saga;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the five fields of a cron expression: which numbers it allows.
 *
 * @param allowed a bit for each number
 * @param star true if it is written with a star in front, so that it allows all numbers, or every
 *     so many of all
 */
record CronField(long allowed, boolean star) {
  private static final Pattern ITEM =
      Pattern.compile(
          "(?:(\\*)|([0-9]{1,2}|[A-Z]{3})(?:-([0-9]{1,2}|[A-Z]{3}))?)(?:/([0-9]{1,2}))?");

  /** What a field is called, and which numbers and words may be in it. */
  enum Kind {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY("day of the month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    WEEKDAY("day of the week", 0, 7, "SUN MON TUE WED THU FRI SAT");

    private final String words;
    private final int least;
    private final int most;
    private final String names;

    Kind(String words, int least, int most, String names) {
      this.words = words;
      this.least = least;
      this.most = most;
      this.names = names;
    }

    private List<String> names() {
      return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
    }

    private String expected() {
      String range = "numbers from %d to %d".formatted(least, most);
      String orNames =
          names.isEmpty()
              ? ""
              : " or names from %s to %s"
                  .formatted(names().get(0), names().get(names().size() - 1));
      return "*, or " + range + orNames + " as 1,2 or 1-5, each maybe with a step as */2 or 1-5/2";
    }

    private IllegalArgumentException fault(String text, String what) {
      return new IllegalArgumentException(
          "its %s is '%s'%s; expected %s".formatted(words, text, what, expected()));
    }
  }

  boolean allows(int number) {
    return (allowed >>> number & 1) == 1;
  }

  /**
   * Reads a field.
   *
   * @throws IllegalArgumentException saying what came and what was expected
   */
  static CronField parse(Kind kind, String text) {
    long allowed = 0;
    for (String item : text.toUpperCase(Locale.ROOT).split(",", -1)) {
      allowed |= item(kind, text, item);
    }
    if (kind == Kind.WEEKDAY) {
      allowed = (allowed | allowed >>> 7) & 0x7f; // Sunday is 0 and 7
    }
    return new CronField(allowed, text.startsWith("*"));
  }

  private static long item(Kind kind, String text, String item) {
    Matcher parts = ITEM.matcher(item);
    if (!parts.matches()) {
      throw kind.fault(text, "");
    }
    boolean all = parts.group(1) != null;
    int step = parts.group(4) == null ? 1 : Integer.parseInt(parts.group(4));
    int from = all ? kind.least : number(kind, text, parts.group(2));
    int to = to(kind, text, parts, from);
    if (step < 1) {
      throw kind.fault(text, ", with a step of 0");
    }
    if (from > to) {
      throw kind.fault(text, ", of which '%s' runs backwards".formatted(item));
    }
    long allowed = 0;
    for (int number = from; number <= to; number += step) {
      allowed |= 1L << number;
    }
    return allowed;
  }

  /** A range ends where it says; a star, and a number with a step, go on to the greatest. */
  private static int to(Kind kind, String text, Matcher parts, int from) {
    if (parts.group(3) != null) {
      return number(kind, text, parts.group(3));
    }
    boolean open = parts.group(1) != null || parts.group(4) != null;
    int greatest = kind == Kind.WEEKDAY ? 6 : kind.most;
    return open ? Math.max(from, greatest) : from;
  }

  private static int number(Kind kind, String text, String word) {
    int named = kind.names().indexOf(word);
    if (named >= 0) {
      return named + kind.least;
    }
    int number = Character.isDigit(word.charAt(0)) ? Integer.parseInt(word) : -1;
    if (number < kind.least || number > kind.most) {
      throw kind.fault(text, "");
    }
    return number;
  }
}
