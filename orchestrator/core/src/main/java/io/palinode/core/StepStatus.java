package io.palinode.core;

/** How one step of a live saga stands. */
public enum StepStatus {
  /** Not begun. */
  PENDING,
  /** Its command is sent; the reply is awaited. */
  ACTING,
  /** An attempt failed; the next one waits for its time. */
  ACTION_WAITING,
  /** Cannot go on without a person. */
  ACTION_STUCK,
  /** Done. */
  SUCCEEDED,
  /** Refused, without effect. */
  REJECTED,
  /** Given up, perhaps with an effect. */
  UNKNOWN,
  /** Its compensation is sent; the reply is awaited. */
  UNDOING,
  /** An attempt to undo it failed; the next one waits for its time. */
  UNDO_WAITING,
  /** Cannot be undone without a person. */
  UNDO_STUCK,
  /** Undone. */
  UNDONE;

  /** True while the next attempt waits for its time. */
  public boolean waiting() {
    return this == ACTION_WAITING || this == UNDO_WAITING;
  }

  /** True where the step waits for a person. */
  public boolean stuck() {
    return this == ACTION_STUCK || this == UNDO_STUCK;
  }

  /** True once its action has an outcome, as long as nothing is undone. */
  public boolean settled() {
    return this == SUCCEEDED || this == REJECTED || this == UNKNOWN;
  }

  /** True while a reply or a timer is expected. */
  public boolean inFlight() {
    return this == ACTING || this == ACTION_WAITING || this == UNDOING || this == UNDO_WAITING;
  }
}
