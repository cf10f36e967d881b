package io.palinode.core.key;

import io.palinode.message.CommandId;

/**
 * A claim that waits for its turn.
 *
 * @param batch of the shard's journal in which it began to
 */
public record Waiting(Claim claim, long batch) {

  public String sagaId() {
    return claim.sagaId();
  }

  int weight() {
    return claim.weight();
  }

  CommandId step() {
    return claim.step();
  }

  /** The same place, for a step that has asked once more. */
  Waiting renewed(Claim again) {
    return new Waiting(claim.orNewer(again), batch);
  }
}
