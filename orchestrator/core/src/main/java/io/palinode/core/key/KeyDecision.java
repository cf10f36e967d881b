package io.palinode.core.key;

import io.palinode.message.CommandOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one request to a key: how the key stands then, and what is answered.
 *
 * <p>Immutable.
 *
 * @param queued the claims that wait from now on, and whose sagas' shards are told so
 */
public record KeyDecision(KeyState state, List<Answer> answers, List<Claim> queued) {
  public KeyDecision {
    answers = List.copyOf(answers);
    queued = List.copyOf(queued);
  }

  /** A decision by which nobody begins to wait. */
  public KeyDecision(KeyState state, List<Answer> answers) {
    this(state, answers, List.of());
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
