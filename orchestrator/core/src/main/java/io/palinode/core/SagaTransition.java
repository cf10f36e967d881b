package io.palinode.core;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPENSATING;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.message.SagaStatus.PARKED;
import static io.palinode.message.SagaStatus.PAUSED;
import static io.palinode.message.SagaStatus.RUNNING;

import io.palinode.message.SagaStatus;

/**
 * The table of all that can happen to a saga as a whole. What is not in it is a broken invariant.
 */
public enum SagaTransition {
  COMPLETE(RUNNING, "every step succeeded", COMPLETED),
  TURN(RUNNING, "a step failed before the pivot, or the saga is cancelled", COMPENSATING),
  PARK(RUNNING, "a step or a choice is stuck, or the journal is damaged", PARKED),
  UNDO(COMPENSATING, "every effect is undone", COMPENSATED),
  PARK_UNDOING(COMPENSATING, "a compensation is stuck, or the journal is damaged", PARKED),
  FREE(PARKED, "a person has it tried again", RUNNING),
  FREE_UNDOING(PARKED, "cancelled, or a person has it tried again", COMPENSATING),
  PAUSE(RUNNING, "paused", PAUSED),
  PAUSE_UNDOING(COMPENSATING, "paused", PAUSED),
  RESUME(PAUSED, "resumed", RUNNING),
  RESUME_UNDOING(PAUSED, "resumed, and turned round before or meanwhile", COMPENSATING),
  PARK_PAUSED(PAUSED, "a reply leaves a step stuck, or the journal is damaged", PARKED);

  /** Copied once; {@code values()} copies the table at each call. */
  private static final SagaTransition[] ROWS = values();

  private final SagaStatus from;
  private final String label;
  private final SagaStatus to;

  SagaTransition(SagaStatus from, String label, SagaStatus to) {
    this.from = from;
    this.label = label;
    this.to = to;
  }

  public SagaStatus from() {
    return from;
  }

  /** What happens, in words for the diagram. */
  public String label() {
    return label;
  }

  public SagaStatus to() {
    return to;
  }

  /**
   * The row between the two.
   *
   * @throws BrokenInvariant if the table has none
   */
  static SagaTransition taken(SagaStatus from, SagaStatus to) {
    for (SagaTransition row : ROWS) {
      if (row.from == from && row.to == to) {
        return row;
      }
    }
    throw new BrokenInvariant("A saga that is %s cannot become %s.".formatted(from, to));
  }
}
