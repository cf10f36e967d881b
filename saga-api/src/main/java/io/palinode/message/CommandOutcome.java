package io.palinode.message;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a participant answers to a command. Silence is the fourth outcome, and is nobody's message.
 */
public sealed interface CommandOutcome {

  /** The effect is applied, now or at an earlier delivery of the same command. */
  record Succeeded(Payload payload) implements CommandOutcome {}

  /** The participant says no, for good; there is no effect. */
  record Rejected(Reason reason) implements CommandOutcome {}

  /**
   * There is no effect yet, and another attempt may succeed. It is not remembered: the same
   * attempt, delivered once more, may succeed too. Where it is the last word the outcome counts as
   * unknown.
   *
   * @param after the least wait that the participant asks for; null where the retry policy decides
   *     alone
   */
  record TryAgain(Reason reason, @Nullable Duration after) implements CommandOutcome {}
}
