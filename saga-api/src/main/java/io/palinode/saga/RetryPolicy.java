package io.palinode.saga;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How often and how fast a command is tried again.
 *
 * <p>Both a participant's "try again" and a timeout use up an attempt. The wait before attempt n+1
 * is {@code firstDelay * multiplier^(n-1)}, at most {@code maxDelay}, then shortened by up to the
 * fraction {@code jitter}. The jitter comes from a seed that the caller gives, so that a decision
 * made again is the same decision.
 *
 * <p>Immutable.
 *
 * @param maxAttempts attempts in all, the first included; {@link #FOREVER} for no limit
 * @param firstDelay the wait before the second attempt
 * @param multiplier growth from wait to wait, at least 1
 * @param maxDelay the cap of a wait
 * @param jitter the fraction, from 0 to 1, by which a wait may be shortened
 * @param notRetried reason codes of a "try again" after which no attempt follows; the step is given
 *     up
 */
public record RetryPolicy(
    int maxAttempts,
    Duration firstDelay,
    double multiplier,
    Duration maxDelay,
    double jitter,
    Set<String> notRetried) {

  /** No limit to the number of attempts. */
  public static final int FOREVER = Integer.MAX_VALUE;

  /** The greatest cap of a wait. */
  public static final Duration LONGEST_DELAY = Duration.ofDays(365);

  /** Three attempts, 200 ms and then twice as long, at most 30 s apart, 20 % jitter. */
  public static final RetryPolicy DEFAULT = attempts(3);

  /**
   * Ten attempts, for compensations: 500 ms and then twice as long, at most one minute apart, 20 %
   * jitter.
   */
  public static final RetryPolicy PATIENT =
      attempts(10).backoff(Duration.ofMillis(500), 2, Duration.ofMinutes(1));

  public RetryPolicy {
    notRetried = Set.copyOf(notRetried);
    require(maxAttempts >= 1, "attempts must be at least 1, but is " + maxAttempts);
    require(!firstDelay.isNegative(), "the first delay must not be negative, but is " + firstDelay);
    require(multiplier >= 1, "the multiplier must be at least 1, but is " + multiplier);
    require(
        maxDelay.compareTo(firstDelay) >= 0,
        "the cap %s must not be below the first delay %s".formatted(maxDelay, firstDelay));
    require(
        maxDelay.compareTo(LONGEST_DELAY) <= 0,
        "the cap %s must not be above %d days".formatted(maxDelay, LONGEST_DELAY.toDays()));
    require(jitter >= 0 && jitter <= 1, "jitter must be between 0 and 1, but is " + jitter);
  }

  /** The default policy with another number of attempts, the first included. */
  public static RetryPolicy attempts(int attempts) {
    return new RetryPolicy(
        attempts, Duration.ofMillis(200), 2, Duration.ofSeconds(30), 0.2, Set.of());
  }

  /** One attempt and no more. */
  public static RetryPolicy never() {
    return attempts(1);
  }

  /** Attempts without end. */
  public static RetryPolicy forever() {
    return attempts(FOREVER);
  }

  public RetryPolicy backoff(Duration first, double multiplier, Duration max) {
    return new RetryPolicy(maxAttempts, first, multiplier, max, jitter, notRetried);
  }

  public RetryPolicy jitter(double fraction) {
    return new RetryPolicy(maxAttempts, firstDelay, multiplier, maxDelay, fraction, notRetried);
  }

  /**
   * Gives the step up at once when a participant's "try again" carries one of these reason codes.
   */
  public RetryPolicy notOn(String... reasonCodes) {
    Set<String> all = new LinkedHashSet<>(notRetried);
    all.addAll(List.of(reasonCodes));
    return new RetryPolicy(maxAttempts, firstDelay, multiplier, maxDelay, jitter, all);
  }

  /** True if another attempt may follow the given one. */
  public boolean allowsAfter(int attempt) {
    return attempt < maxAttempts;
  }

  /**
   * The wait after the given attempt.
   *
   * @param attempt the attempt that failed, from 1
   * @param seed any number; the same number gives the same wait
   */
  public Duration delayAfter(int attempt, long seed) {
    double grown =
        (double) firstDelay.toMillis() * Math.pow(multiplier, Math.min(attempt - 1, 1000));
    double capped = Math.min(grown, (double) maxDelay.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 - jitter * fraction(seed))));
  }

  /** The policy as a person reads it, such as {@code 3 attempts, 0.2s x2 up to 30s, jitter 0.2}. */
  String words() {
    String attempts = maxAttempts == FOREVER ? "forever" : maxAttempts + " attempts";
    String text =
        "%s, %s x%s up to %s, jitter %s"
            .formatted(attempts, words(firstDelay), multiplier, words(maxDelay), jitter);
    return notRetried.isEmpty()
        ? text
        : text + ", not on " + String.join(", ", new TreeSet<>(notRetried));
  }

  /** A duration as a person reads it, such as {@code 1m30s}. */
  static String words(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  String outline() {
    return "%d,%s,%s,%s,%s,%s"
        .formatted(
            maxAttempts, firstDelay, multiplier, maxDelay, jitter, new TreeSet<>(notRetried));
  }

  /** Spreads a seed evenly over [0, 1): the finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static double fraction(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("Retry policy: " + otherwise + ".");
    }
  }
}
