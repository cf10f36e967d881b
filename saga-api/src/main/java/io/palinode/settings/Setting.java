package io.palinode.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One key that can be set, with its type, default, range and meaning.
 *
 * <ul>
 *   <li>The text that stands for the default is checked like any other.
 *   <li>What is expected of a value is one phrase, the same in errors and in the documentation.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {
  private final String name;
  private final @Nullable String fallback;
  private final String expected;
  private final String meaning;
  private final Function<String, T> parser;

  private Setting(
      String name,
      @Nullable String fallback,
      String expected,
      String meaning,
      Function<String, T> parser) {
    this.name = name;
    this.fallback = fallback;
    this.expected = expected;
    this.meaning = meaning;
    this.parser = parser;
    if (fallback != null) {
      parse(fallback);
    }
  }

  /** A text that must be given and must not be blank. */
  public static Setting<String> required(String name, String meaning) {
    return new Setting<>(name, null, "a text", meaning, Setting::notBlank);
  }

  /** A text that must not be blank. */
  public static Setting<String> text(String name, String fallback, String meaning) {
    return new Setting<>(name, fallback, "a text", meaning, Setting::notBlank);
  }

  /**
   * A text in a form of its own; the parser throws {@link IllegalArgumentException} at any other.
   */
  public static <T> Setting<T> of(
      String name, String fallback, String expected, String meaning, Function<String, T> parser) {
    return new Setting<>(name, fallback, expected, meaning, parser);
  }

  /** A whole number within a range, both ends included. */
  public static Setting<Integer> number(
      String name, int fallback, int least, int most, String meaning) {
    return new Setting<>(
        name,
        Integer.toString(fallback),
        "a whole number from %d to %d".formatted(least, most),
        meaning,
        text -> within(Integer.valueOf(text), least, most));
  }

  /** A duration within a range, both ends included. */
  public static Setting<Duration> duration(
      String name, Duration fallback, Duration least, Duration most, String meaning) {
    return new Setting<>(
        name,
        DurationText.of(fallback),
        "a duration from %s to %s, such as 250ms, 20s, 5m, 2h or 1d"
            .formatted(DurationText.of(least), DurationText.of(most)),
        meaning,
        text -> within(DurationText.parse(text), least, most));
  }

  /** {@code true} or {@code false}. */
  public static Setting<Boolean> flag(String name, boolean fallback, String meaning) {
    return new Setting<>(
        name, Boolean.toString(fallback), "true or false", meaning, Setting::trueOrFalse);
  }

  /** One word of an enumeration, in lower case with hyphens. */
  public static <E extends Enum<E>> Setting<E> choice(String name, E fallback, String meaning) {
    E[] choices = fallback.getDeclaringClass().getEnumConstants();
    String words = Arrays.stream(choices).map(Setting::word).collect(Collectors.joining(" | "));
    return new Setting<>(
        name,
        word(fallback),
        words,
        meaning,
        text ->
            Arrays.stream(choices)
                .filter(choice -> word(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)));
  }

  public String name() {
    return name;
  }

  /** The text of the default; null where the setting must be given. */
  public @Nullable String fallback() {
    return fallback;
  }

  /** What its values look like. */
  public String expected() {
    return expected;
  }

  /** What it does, in one or two sentences, with units. */
  public String meaning() {
    return meaning;
  }

  /**
   * The value of this text.
   *
   * @throws InvalidSettings saying the key, what came, and what was expected
   */
  T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettings("%s is '%s'; expected %s.".formatted(name, text, expected));
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static <C extends Comparable<? super C>> C within(C value, C least, C most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("Out of range: " + value);
    }
    return value;
  }

  private static String notBlank(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("Blank.");
    }
    return text;
  }

  private static Boolean trueOrFalse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
