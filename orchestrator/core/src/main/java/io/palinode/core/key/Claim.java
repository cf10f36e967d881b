package io.palinode.core.key;

import io.palinode.message.CommandId;

/**
 * A saga's step that has a key, or wants it.
 *
 * @param step the command by which it asked
 * @param attempt that the answer must name, from 1
 * @param epoch of the orchestrator that asked last
 */
public record Claim(CommandId step, int attempt, long epoch) {
  /**
   * What a claim takes beside the ids of saga and step, with the batch that may stand beside it.
   */
  private static final int BYTES = 110;

  public String sagaId() {
    return step.sagaId();
  }

  /** How many bytes it takes at most when it is written. */
  int weight() {
    return BYTES + step.sagaId().length() + step.step().length();
  }

  /** True if this was asked by an orchestrator that is deposed, as the other one knows. */
  boolean isOlderThan(Claim other) {
    return epoch < other.epoch;
  }

  /** The newer of two askings of one step. */
  Claim orNewer(Claim other) {
    boolean newer = other.epoch > epoch || (other.epoch == epoch && other.attempt > attempt);
    return newer ? other : this;
  }
}
