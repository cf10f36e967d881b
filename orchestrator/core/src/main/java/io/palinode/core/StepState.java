package io.palinode.core;

import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.message.Direction;

/**
 * How one step stands.
 *
 * <p>Immutable.
 *
 * @param attempt of the command last issued, from 1; 0 where none was
 * @param dueAt when the attempt is over or the next one follows, in milliseconds since 1970; 0
 *     where neither is awaited
 */
public record StepState(String step, StepStatus status, int attempt, long dueAt) {

  static StepState pending(String step) {
    return new StepState(step, StepStatus.PENDING, 0, 0);
  }

  /** True if a reply to this attempt in this direction is what the step waits for. */
  public boolean awaitsReply(Direction direction, int attempt) {
    StepStatus awaited = direction == Direction.ACTION ? StepStatus.ACTING : StepStatus.UNDOING;
    return status == awaited && this.attempt == attempt;
  }

  /** True if a compensation of it is or was on its way. */
  public boolean isBeingUndone() {
    return switch (status) {
      case UNDOING, UNDO_WAITING, UNDO_STUCK, UNDONE -> true;
      default -> false;
    };
  }

  /** True if any reply is what the step waits for. */
  public boolean awaitsReply() {
    return status == StepStatus.ACTING || status == StepStatus.UNDOING;
  }

  /** Whether it is the step or its compensation that was tried last. */
  public Direction direction() {
    return isBeingUndone() ? Direction.COMPENSATION : Direction.ACTION;
  }

  /** The timer of a step that is in flight. */
  public SetTimer timer() {
    return new SetTimer(step, direction(), attempt, dueAt);
  }

  /** True if the next attempt follows the given one when its time has come. */
  boolean awaitsRetry(Direction direction, int attempt) {
    StepStatus waiting =
        direction == Direction.ACTION ? StepStatus.ACTION_WAITING : StepStatus.UNDO_WAITING;
    return status == waiting && this.attempt == attempt;
  }

  StepState apply(StepEvent event) {
    StepStatus next = StepTransition.taken(status, event).to();
    if (event instanceof CommandIssued issued) {
      return new StepState(step, next, issued.attempt(), issued.dueAt());
    }
    if (event instanceof AttemptFailed failed) {
      return new StepState(step, next, attempt, failed.retryAt());
    }
    return new StepState(step, next, attempt, 0);
  }
}
