package io.palinode.core.key;

import io.palinode.message.CommandOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one request to a key: how the key stands then, and what is answered.
 *
 * <p>Immutable.
 */
public record KeyDecision(KeyState state, List<Answer> answers) {
  public KeyDecision {
    answers = List.copyOf(answers);
  }

  /**
   * An answer to the newest attempt of a claim.
   *
   * @param signalId of the signal that is given; null where none is
   */
  public record Answer(Claim to, CommandOutcome outcome, @Nullable String signalId) {

    /** An answer that gives no signal. */
    public Answer(Claim to, CommandOutcome outcome) {
      this(to, outcome, null);
    }
  }
}
