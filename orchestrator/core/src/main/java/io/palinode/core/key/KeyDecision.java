package io.palinode.core.key;

import io.palinode.message.CommandOutcome;
import java.util.List;

/**
 * What follows from one request to a key: how the key stands then, and what is answered.
 *
 * <p>Immutable.
 */
public record KeyDecision(Lock lock, List<Answer> answers) {
  public KeyDecision {
    answers = List.copyOf(answers);
  }

  /** An answer to the newest attempt of a claim. */
  public record Answer(Claim to, CommandOutcome outcome) {}
}
