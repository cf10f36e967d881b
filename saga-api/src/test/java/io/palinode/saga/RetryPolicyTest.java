package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RetryPolicy steady = RetryPolicy.attempts(9).backoff(SECOND, 2, MINUTE).jitter(0);

  @Test
  void shouldWaitTwiceAsLongEachTimeUpToTheCap() {
    List<Long> seconds =
        IntStream.rangeClosed(1, 9)
            .mapToObj(attempt -> steady.delayAfter(attempt, 0).toSeconds())
            .toList();

    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void shouldNotGrowPastTheCapHoweverManyAttempts() {
    assertThat(steady.delayAfter(RetryPolicy.FOREVER, 0)).isEqualTo(MINUTE);
    assertThat(steady.backoff(Duration.ZERO, 1e300, MINUTE).delayAfter(1_000, 0))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void shouldShortenAWaitByNoMoreThanTheJitter() {
    RetryPolicy nervous = steady.jitter(0.25);
    List<Duration> waits =
        LongStream.range(0, 10_000).mapToObj(seed -> nervous.delayAfter(3, seed)).toList();

    assertThat(waits)
        .allMatch(
            wait ->
                wait.compareTo(Duration.ofSeconds(3)) >= 0
                    && wait.compareTo(Duration.ofSeconds(4)) <= 0);
    assertThat(waits.stream().mapToLong(Duration::toMillis).average().orElseThrow())
        .isBetween(3_480.0, 3_520.0);
    assertThat(Set.copyOf(waits)).hasSizeGreaterThan(900);
  }

  @Test
  void shouldKeepJitterBelowTheCapToo() {
    assertThat(LongStream.range(0, 1_000).mapToObj(seed -> steady.jitter(1).delayAfter(9, seed)))
        .allMatch(wait -> !wait.isNegative() && wait.compareTo(MINUTE) <= 0);
  }

  @Test
  void shouldWaitAsLongAgainForTheSameSeed() {
    RetryPolicy nervous = steady.jitter(1);

    assertThat(nervous.delayAfter(4, 42)).isEqualTo(nervous.delayAfter(4, 42));
    assertThat(nervous.delayAfter(4, 42)).isNotEqualTo(nervous.delayAfter(4, 43));
  }

  @Test
  void shouldCountTheFirstAttempt() {
    assertThat(RetryPolicy.never().allowsAfter(1)).isFalse();
    assertThat(RetryPolicy.attempts(3).allowsAfter(2)).isTrue();
    assertThat(RetryPolicy.attempts(3).allowsAfter(3)).isFalse();
    assertThat(RetryPolicy.forever().allowsAfter(1_000_000)).isTrue();
  }

  @Test
  void shouldKeepWhatIsNotSaidAnew() {
    assertThat(RetryPolicy.attempts(5).notOn("GONE").backoff(SECOND, 3, MINUTE).jitter(0.5))
        .isEqualTo(new RetryPolicy(5, SECOND, 3, MINUTE, 0.5, Set.of("GONE")));
  }

  @Test
  void shouldGatherReasonCodesAndBearOneThatIsSaidTwice() {
    assertThat(RetryPolicy.attempts(2).notOn("GONE", "GONE").notOn("CLOSED", "GONE").notRetried())
        .containsExactlyInAnyOrder("GONE", "CLOSED");
  }

  @Test
  void shouldBeWhatItsDocumentationSays() {
    Duration first = Duration.ofMillis(200);
    assertThat(RetryPolicy.DEFAULT)
        .isEqualTo(new RetryPolicy(3, first, 2, Duration.ofSeconds(30), 0.2, Set.of()));
    assertThat(RetryPolicy.PATIENT)
        .isEqualTo(new RetryPolicy(10, Duration.ofMillis(500), 2, MINUTE, 0.2, Set.of()));
  }

  static Stream<Arguments> policiesThatCannotBe() {
    return Stream.of(
        refused(() -> RetryPolicy.attempts(0), "attempts must be at least 1, but is 0"),
        refused(
            () -> RetryPolicy.DEFAULT.backoff(Duration.ofMillis(-1), 2, MINUTE),
            "the first delay must not be negative, but is PT-0.001S"),
        refused(
            () -> RetryPolicy.DEFAULT.backoff(SECOND, 0.5, MINUTE),
            "the multiplier must be at least 1, but is 0.5"),
        refused(
            () -> RetryPolicy.DEFAULT.backoff(SECOND, Double.NaN, MINUTE),
            "the multiplier must be at least 1, but is NaN"),
        refused(
            () -> RetryPolicy.DEFAULT.backoff(MINUTE, 2, SECOND),
            "the cap PT1S must not be below the first delay PT1M"),
        refused(
            () -> RetryPolicy.DEFAULT.backoff(SECOND, 2, Duration.ofSeconds(Long.MAX_VALUE)),
            "the cap PT2562047788015215H30M7S must not be above 365 days"),
        refused(
            () -> RetryPolicy.DEFAULT.jitter(1.1), "jitter must be between 0 and 1, but is 1.1"),
        refused(
            () -> RetryPolicy.DEFAULT.jitter(-0.1), "jitter must be between 0 and 1, but is -0.1"));
  }

  @ParameterizedTest
  @MethodSource("policiesThatCannotBe")
  void shouldRefuseAPolicyThatCannotBe(Supplier<RetryPolicy> policy, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(policy::get)
        .withMessage("Retry policy: " + why + ".");
  }

  private static Arguments refused(Supplier<RetryPolicy> policy, String why) {
    return Arguments.of(policy, why);
  }
}
