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

  /** The time has come for something. A saga has at most one timer for each thing it is about. */
  sealed interface Timed extends SagaInput {

    /** The step or part that waits; empty where it is the whole saga. */
    String about();
  }

  /** The time has come at which the given attempt is over, or the next one follows it. */
  record TimerFired(String step, Direction direction, int attempt) implements Timed {
    @Override
    public String about() {
      return step;
    }
  }

  /** The time has come at which a wait is over, or a decision is overdue. */
  record WaitOver(String part) implements Timed {
    @Override
    public String about() {
      return part;
    }
  }

  /** The time has come by which the saga should have ended. */
  record DeadlinePassed() implements Timed {
    @Override
    public String about() {
      return "";
    }
  }
}
