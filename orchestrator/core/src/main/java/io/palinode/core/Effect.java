package io.palinode.core;

import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
   * Give a {@link SagaInput.TimerFired} at this time.
   *
   * @param at in milliseconds since 1970
   */
  record SetTimer(String step, Direction direction, int attempt, long at) implements Effect {}

  /**
   * Tell a business key that the saga has done with it. Not answered.
   *
   * @param claim the step that asked for the key
   * @param address of the key
   * @param signalId of the signal that the saga has taken; null where it neither has nor wants the
   *     key any more
   */
  record ReleaseKey(CommandId claim, String address, @Nullable String signalId) implements Effect {

    /** The saga neither has nor wants the key any more. */
    public ReleaseKey(CommandId claim, String address) {
      this(claim, address, null);
    }
  }

  /** Tell the world how the saga stands. */
  record Report() implements Effect {}
}
