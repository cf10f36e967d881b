package io.palinode.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part that does nothing until a time has come. It has no effect, so nothing of it is undone.
 *
 * <p>Immutable, if the function is pure as it must be.
 *
 * @param name unique in its saga
 * @param fixed how long it takes, null where the data say so
 * @param end when it is over, from the data and the time at which it is reached
 */
public record Wait<D>(
    String name, @Nullable Duration fixed, BiFunction<Scope<D>, Instant, Instant> end)
    implements Node<D> {

  /** The greatest duration of a wait. */
  public static final Duration LONGEST = Duration.ofDays(3650);

  /** The durations that are allowed, in words. */
  static final String RANGE = "from 1 ms to %d days".formatted(LONGEST.toDays());

  static boolean isOutOfRange(Duration duration) {
    return duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0;
  }

  /** A wait of the same length for every saga. */
  static <D> Wait<D> lasting(String name, Duration duration) {
    Objects.requireNonNull(
        duration,
        "Wait '%s' has no duration; a constant that stands below the definition is not set yet."
            .formatted(name));
    return new Wait<>(name, duration, (scope, reached) -> reached.plus(duration));
  }

  /**
   * When a wait is over that is reached now, in milliseconds since 1970.
   *
   * @throws IllegalArgumentException if that is too far away
   */
  public long endsAt(Scope<D> scope, long now) {
    Instant reached = Instant.ofEpochMilli(now);
    Instant end =
        Objects.requireNonNull(end().apply(scope, reached), "Its function returned null.");
    if (end.isAfter(reached.plus(LONGEST))) {
      throw new IllegalArgumentException(
          "It would last until %s; at most %d days are allowed.".formatted(end, LONGEST.toDays()));
    }
    return end.isBefore(Instant.EPOCH) ? now : end.toEpochMilli();
  }

  /** How long it takes, in words for people. */
  public String length() {
    return fixed == null ? "as long as the data say" : words(fixed);
  }

  /** A duration in words for people, such as {@code 1h30m}. */
  public static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Node<D>> inside() {
    return List.of();
  }

  @Override
  public String outline() {
    return "wait(%s,%s)".formatted(name, fixed == null ? "data" : fixed);
  }
}
