package io.palinode.core;

import io.palinode.core.SagaInput.Timed;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import java.time.Duration;

/** Something to do once the events that call for it are durable. */
public sealed interface Effect {

  /**
   * Send a command to a participant, or ask a business key; once Kafka has it, wait for the reply.
   *
   * @param participant its name; for a business key its address, which has a slash
   * @param timeout how long to wait, counted from Kafka's acknowledgement
   * @param dueAt when to stop waiting at the earliest, in milliseconds since 1970
   */
  record SendCommand(
      CommandId id, String participant, int attempt, Payload payload, Duration timeout, long dueAt)
      implements Effect {}

  /**
   * Give this input at this time.
   *
   * @param at in milliseconds since 1970
   */
  record SetTimer(Timed input, long at) implements Effect {

    /** The timer of one attempt of a step. */
    public SetTimer(String step, Direction direction, int attempt, long at) {
      this(new TimerFired(step, direction, attempt), at);
    }
  }

  /**
   * Tell a business key that the saga neither has nor wants it any more. Not answered.
   *
   * @param claim the step that asked for the key
   * @param address of the key
   */
  record ReleaseKey(CommandId claim, String address) implements Effect {}

  /** Tell the world how the saga stands. */
  record Report() implements Effect {}
}
