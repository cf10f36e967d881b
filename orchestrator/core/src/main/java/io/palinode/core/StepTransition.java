package io.palinode.core;

import static io.palinode.core.StepStatus.ACTING;
import static io.palinode.core.StepStatus.ACTION_STUCK;
import static io.palinode.core.StepStatus.ACTION_WAITING;
import static io.palinode.core.StepStatus.PENDING;
import static io.palinode.core.StepStatus.REJECTED;
import static io.palinode.core.StepStatus.SUCCEEDED;
import static io.palinode.core.StepStatus.UNDOING;
import static io.palinode.core.StepStatus.UNDONE;
import static io.palinode.core.StepStatus.UNDO_STUCK;
import static io.palinode.core.StepStatus.UNDO_WAITING;
import static io.palinode.core.StepStatus.UNKNOWN;

import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.Direction;

/**
 * The table of all that can happen to a step. What is not in it is a broken invariant.
 *
 * <p>The state diagram in the documentation is printed from this table, and a test takes every row.
 */
public enum StepTransition {
  SEND(PENDING, "command issued", ACTING),
  SEND_AGAIN(ACTION_WAITING, "command issued again", ACTING),
  SUCCEED(ACTING, "succeeded", SUCCEEDED),
  REJECT(ACTING, "rejected", REJECTED),
  LOSE(ACTING, "outcome unknown", UNKNOWN),
  FAIL(ACTING, "attempt failed", ACTION_WAITING),
  GIVE_UP(ACTION_WAITING, "the saga turned round", UNKNOWN),
  STICK(ACTING, "cannot go on", ACTION_STUCK),
  STICK_AT_ONCE(PENDING, "no command can be built", ACTION_STUCK),
  STICK_AGAIN(ACTION_WAITING, "no command can be built", ACTION_STUCK),
  FREE(ACTION_STUCK, "a person has it tried again", ACTING),
  GIVE_UP_STUCK(ACTION_STUCK, "the saga turned round", UNKNOWN),
  STICK_STILL(ACTION_STUCK, "no command can be built", ACTION_STUCK),
  UNDO(SUCCEEDED, "compensation issued", UNDOING),
  UNDO_UNKNOWN(UNKNOWN, "compensation issued", UNDOING),
  UNDO_AGAIN(UNDO_WAITING, "compensation issued again", UNDOING),
  UNDO_SUCCEED(UNDOING, "compensated", UNDONE),
  UNDO_FAIL(UNDOING, "attempt failed", UNDO_WAITING),
  UNDO_STICK(UNDOING, "keeps failing", UNDO_STUCK),
  UNDO_STICK_AT_ONCE(SUCCEEDED, "no compensation can be built", UNDO_STUCK),
  UNDO_STICK_UNKNOWN(UNKNOWN, "no compensation can be built", UNDO_STUCK),
  UNDO_STICK_AGAIN(UNDO_WAITING, "no compensation can be built", UNDO_STUCK),
  UNDO_FREE(UNDO_STUCK, "a person has it tried again", UNDOING),
  UNDO_STICK_STILL(UNDO_STUCK, "no compensation can be built", UNDO_STUCK);

  /** Copied once; {@code values()} copies the table at each call. */
  private static final StepTransition[] ROWS = values();

  private final StepStatus from;
  private final String label;
  private final StepStatus to;

  StepTransition(StepStatus from, String label, StepStatus to) {
    this.from = from;
    this.label = label;
    this.to = to;
  }

  public StepStatus from() {
    return from;
  }

  /** What happens, in words for the diagram. */
  public String label() {
    return label;
  }

  public StepStatus to() {
    return to;
  }

  /**
   * The row that the event takes a step in this status through.
   *
   * @throws BrokenInvariant if the table has none
   */
  static StepTransition taken(StepStatus from, StepEvent event) {
    StepStatus to = target(event);
    for (StepTransition row : ROWS) {
      if (row.from == from && row.to == to) {
        return row;
      }
    }
    throw new BrokenInvariant("A step that is %s cannot take %s.".formatted(from, event));
  }

  private static StepStatus target(StepEvent event) {
    if (event instanceof CommandIssued issued) {
      return issued.direction() == Direction.ACTION ? ACTING : UNDOING;
    } else if (event instanceof StepSucceeded) {
      return SUCCEEDED;
    } else if (event instanceof StepRejected) {
      return REJECTED;
    } else if (event instanceof StepUnknown) {
      return UNKNOWN;
    } else if (event instanceof AttemptFailed failed) {
      return failed.direction() == Direction.ACTION ? ACTION_WAITING : UNDO_WAITING;
    } else if (event instanceof StepCompensated) {
      return UNDONE;
    } else if (event instanceof StepStuck stuck) {
      return stuck.direction() == Direction.ACTION ? ACTION_STUCK : UNDO_STUCK;
    }
    throw new BrokenInvariant("No status follows from " + event + ".");
  }
}
