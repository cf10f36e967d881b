package io.palinode.core;

import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import java.time.Duration;

/** Something to do once the events that call for it are durable. */
public sealed interface Effect {

  /**
   * Send a command to a participant; once Kafka has it, wait for the reply.
   *
   * @param timeout how long to wait, counted from Kafka's acknowledgement
   * @param dueAt when to stop waiting at the earliest, in milliseconds since 1970
   */
  record SendCommand(
      CommandId id, String participant, int attempt, Payload payload, Duration timeout, long dueAt)
      implements Effect {}

  /**
   * Give a {@link SagaInput.TimerFired} at this time.
   *
   * @param at in milliseconds since 1970
   */
  record SetTimer(String step, Direction direction, int attempt, long at) implements Effect {}

  /** Tell the world how the saga stands. */
  record Report() implements Effect {}
}
