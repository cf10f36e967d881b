package io.palinode.saga.diagram;

/** What stands in a picture. */
enum Shape {
  /** Where the saga begins or completes. */
  END,
  /** A step that is undone when a later one fails. */
  COMPENSATABLE,
  /** A step that leaves nothing to undo. */
  LEAVES_NOTHING,
  /** The step that decides. */
  PIVOT,
  /** A step that is tried until it is done. */
  RETRIABLE,
  /** Where the saga waits for a time. */
  WAIT,
  /** Where a person decides. */
  DECISION,
  /** Where one of several branches is chosen. */
  CHOICE,
  /** Where branches begin to run side by side, or all of them are done. */
  BAR,
  /** The way past a choice of which no branch is chosen. */
  NOTHING,
  /** Where the branches of a choice come together. */
  MERGE
}
