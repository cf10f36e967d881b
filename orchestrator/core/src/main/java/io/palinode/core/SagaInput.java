package io.palinode.core;

import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.Payload;

/** Something that happens to a live saga. */
public sealed interface SagaInput {

  /** A participant's reply to one attempt of a command. */
  record Replied(String step, Direction direction, int attempt, CommandOutcome outcome)
      implements SagaInput {}

  /** A signal that the step waits for, in the answer to one attempt of asking. */
  record Signalled(String step, int attempt, String signalId, Payload payload)
      implements SagaInput {}

  /** The time has come at which the given attempt is over, or the next one follows it. */
  record TimerFired(String step, Direction direction, int attempt) implements SagaInput {}
}
