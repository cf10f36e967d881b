package io.palinode.testkit.paths;

import io.palinode.core.Effect.Attempt;
import io.palinode.message.CommandId;

/** A command on its way to its participant, or a local step on its way to its function. */
record Sent(CommandId id, int attempt) {

  static Sent of(Attempt attempt) {
    return new Sent(attempt.id(), attempt.attempt());
  }

  @Override
  public String toString() {
    return "%s, attempt %d".formatted(id, attempt);
  }
}
