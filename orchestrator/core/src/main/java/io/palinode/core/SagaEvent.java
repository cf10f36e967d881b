package io.palinode.core;

import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.DefinitionRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a saga, as it stands in the journal. Folding a saga's events gives its state.
 *
 * <p>Immutable. Times are milliseconds since 1970.
 */
public sealed interface SagaEvent {

  /** The saga exists, and is pinned to this definition. */
  record SagaStarted(DefinitionRef definition, Payload data) implements SagaEvent {}

  /** A fact about one step. */
  sealed interface StepEvent extends SagaEvent {
    String step();
  }

  /**
   * A command is to be sent, and its reply awaited.
   *
   * @param attempt from 1
   * @param dueAt when the attempt is over, if Kafka acknowledges the command at once
   */
  record CommandIssued(String step, Direction direction, int attempt, long dueAt)
      implements StepEvent {}

  /**
   * The participant has carried the step out.
   *
   * @param data the saga's data afterwards, null where the reply did not change them
   */
  record StepSucceeded(String step, @Nullable Payload data) implements StepEvent {}

  /** The participant said no; the step has no effect. */
  record StepRejected(String step, Reason reason) implements StepEvent {}

  /** Nobody knows whether the step has an effect, and nobody asks any more. */
  record StepUnknown(String step, Reason reason) implements StepEvent {}

  /**
   * An attempt failed and another one follows.
   *
   * @param retryAt when it follows
   * @param silent true where no reply came, so the attempt may have an effect all the same
   */
  record AttemptFailed(
      String step, Direction direction, int attempt, Reason reason, long retryAt, boolean silent)
      implements StepEvent {}

  /** The participant has undone the step. */
  record StepCompensated(String step) implements StepEvent {}

  /** The step can neither go on nor be given up. The saga waits for a person. */
  record StepStuck(String step, Direction direction, Reason reason) implements StepEvent {}

  /** A fact about the way that the saga takes through its definition. */
  sealed interface PathEvent extends SagaEvent {
    /**
     * The choice, for-each, wait or sub-saga, or the step that asks for a business key, by its key;
     * see {@link io.palinode.message.StepKey}.
     */
    String part();
  }

  /**
   * A choice is made, once and for all.
   *
   * @param branch the label of the branch that runs, null where none does
   */
  record BranchChosen(String part, @Nullable String branch) implements PathEvent {}

  /** The items of a for-each are listed, once and for all. */
  record ItemsListed(String part, List<Payload> items) implements PathEvent {
    public ItemsListed {
      items = List.copyOf(items);
    }
  }

  /** Something is reached for which the saga waits, beside its steps. */
  sealed interface WaitEvent extends PathEvent {
    /** When it is over or overdue; 0 where no time is set. */
    long until();
  }

  /** A wait for a time is reached. */
  record WaitBegun(String part, long until) implements WaitEvent {}

  /**
   * A decision is reached, which a person has to take.
   *
   * @param options what may be chosen
   */
  record DecisionAsked(String part, List<String> options, long until) implements WaitEvent {
    public DecisionAsked {
      options = List.copyOf(options);
    }
  }

  /**
   * A decision is taken, perhaps before it is reached.
   *
   * @param by who took it, null where its deadline did
   */
  record DecisionMade(String part, String option, @Nullable String by, String why)
      implements PathEvent {}

  /**
   * A wait or a decision is over: what follows it begins, or the saga has turned round.
   *
   * @param data the saga's data afterwards, null where they have not changed
   */
  record WaitEnded(String part, @Nullable Payload data) implements PathEvent {}

  /** The saga is to have ended by this time. */
  record DeadlineSet(long at) implements SagaEvent {}

  /** The time has passed by which the saga was to have ended. */
  record DeadlineMissed() implements SagaEvent {}

  /**
   * A step has got its business key from the saga's data, once and for all.
   *
   * @param address of the key that the step asks for; see {@link io.palinode.message.KeyAddress}
   */
  record KeyChosen(String part, String address) implements PathEvent {}

  /** A signal has come that a step waits for. */
  record SignalTaken(String part, String signalId) implements PathEvent {}

  /** The time for a signal is over, and the saga goes on without it. */
  record SignalMissed(String part) implements PathEvent {}

  /**
   * A sub-saga is reached.
   *
   * @param data those that it begins with
   */
  record SubSagaBegun(String part, Payload data) implements PathEvent {}

  /**
   * Every step of a sub-saga is done.
   *
   * @param data those around it afterwards, null where it does not change them
   */
  record SubSagaEnded(String part, @Nullable Payload data) implements PathEvent {}

  /** The saga turns round: what is done is now undone. */
  record CompensationStarted(Reason reason) implements SagaEvent {}

  /** The whole saga waits for a person, for a reason that lies in no single step. */
  record SagaParked(Reason reason) implements SagaEvent {}

  /** The saga stands still until it is resumed, because somebody wants it to. */
  record SagaPaused(Reason reason) implements SagaEvent {}

  /** The saga goes on from where it stood still, paused or parked. */
  record SagaResumed(Reason reason) implements SagaEvent {}

  /**
   * The saga is pinned to another version of its definition from here on.
   *
   * @param data as the new version wants them, null where they stay what they were
   */
  record SagaMigrated(DefinitionRef definition, @Nullable Payload data) implements SagaEvent {}

  /** All that came before, in one: stands first in a log that was compacted. */
  record SagaCompacted(SagaState state) implements SagaEvent {}

  /** Nothing more will happen: every step is done, or every step that was done is undone. */
  record SagaEnded(SagaStatus status) implements SagaEvent {}
}
