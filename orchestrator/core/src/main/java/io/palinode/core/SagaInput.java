package io.palinode.core;

import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;

/** Something that happens to a live saga. */
public sealed interface SagaInput {

  /** A participant's reply to one attempt of a command. */
  record Replied(String step, Direction direction, int attempt, CommandOutcome outcome)
      implements SagaInput {}

  /** The time has come at which the given attempt is over, or the next one follows it. */
  record TimerFired(String step, Direction direction, int attempt) implements SagaInput {}
}
