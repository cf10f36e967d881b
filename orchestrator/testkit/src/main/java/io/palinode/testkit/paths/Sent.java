package io.palinode.testkit.paths;

import io.palinode.core.Effect.SendCommand;
import io.palinode.message.CommandId;

/** A command on its way to its participant. */
record Sent(CommandId id, int attempt) {

  static Sent of(SendCommand command) {
    return new Sent(command.id(), command.attempt());
  }

  @Override
  public String toString() {
    return "%s, attempt %d".formatted(id, attempt);
  }
}
