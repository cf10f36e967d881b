package io.palinode.saga;

import io.palinode.message.KeyUse;
import io.palinode.message.LockWish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes the step that comes before all others in a saga that is exclusive by a key: it takes the
 * lock. The lock is given back when the saga has ended, so there is nothing to undo.
 */
final class Exclusion {
  /**
   * How long one attempt waits before the key is asked again. No request is lost; asking again
   * helps a saga whose reply came while no node served its definition.
   */
  static final Duration ASKED_AGAIN_AFTER = Duration.ofHours(1);

  private static final RetryPolicy PATIENCE =
      RetryPolicy.forever().backoff(Duration.ofSeconds(1), 1, Duration.ofSeconds(1));

  private Exclusion() {}

  static <D> Step<D> by(String name, Function<D, String> key, WhenHeld policy) {
    KeyedBy<D> keyedBy =
        new KeyedBy<>(
            KeyUse.LOCK,
            name,
            scope -> key.apply(scope.data()),
            new LockWish(policy.mostWaiting()),
            false,
            policy.words());
    Exchange<D> claim =
        new Exchange<>(scope -> keyedBy.wish(), ASKED_AGAIN_AFTER, PATIENCE, keyedBy);
    return new Step<>(
        KeyUse.LOCK.word() + ":" + name,
        keyedBy.participant(),
        StepKind.COMPENSATABLE,
        claim,
        null,
        true,
        Map.of());
  }

  /**
   * A saga has at most one lock, and takes it before anything else. Of several that are taken on
   * the way, two sagas could each have one and wait for the other's.
   */
  static void checkInside(Node<?> parts, List<String> faults) {
    parts
        .steps()
        .filter(step -> step.keyedBy() != null && step.keyedBy().isLock())
        .map(
            step ->
                "It contains a saga that is exclusive by '%s', and a lock is taken before all else: leave exclusiveBy() out there, and say it here."
                    .formatted(step.participant()))
        .distinct()
        .forEach(faults::add);
  }

  /** The rules that it keeps or breaks. */
  static void check(String name, WhenHeld policy, List<String> faults) {
    DefinitionRules.checkName("A lock's name", name, faults);
    int most = policy.mostWaiting();
    if (most < 0 || most > WhenHeld.LONGEST_QUEUE) {
      faults.add(
          "The lock '%s' lets %d sagas wait: expected 1 to %d, or WhenHeld.reject()."
              .formatted(name, most, WhenHeld.LONGEST_QUEUE));
    }
  }
}
