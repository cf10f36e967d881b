package io.palinode.core;

import io.palinode.core.SagaInput.Timed;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something to do once the events that call for it are durable. */
public sealed interface Effect {

  /** One attempt of a step or of its compensation, whose outcome is awaited. */
  sealed interface Attempt extends Effect {
    CommandId id();

    /** From 1. */
    int attempt();

    /** How long to wait, counted from when the attempt has really begun. */
    Duration timeout();

    /** When to stop waiting at the earliest, in milliseconds since 1970. */
    long dueAt();
  }

  /**
   * Send a command to a participant, or ask a business key; once Kafka has it, wait for the reply.
   *
   * @param participant its name; for a business key its address, which has a slash
   */
  record SendCommand(
      CommandId id, String participant, int attempt, Payload payload, Duration timeout, long dueAt)
      implements Attempt {}

  /**
   * Call the function of a local step, off the shard's thread, with {@link SagaMachine#runLocally}.
   * Its outcome comes back as a {@link SagaInput.Replied}.
   */
  record RunLocally(CommandId id, int attempt, Duration timeout, long dueAt) implements Attempt {}

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
   * Send what the definition has to say now that the saga stands so.
   *
   * @param message as the definition built it, null where it could not
   * @param fault why it could not, null where it could
   */
  record GiveNotice(
      SagaStatus status, String topic, @Nullable Payload message, @Nullable Reason fault)
      implements Effect {}

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
