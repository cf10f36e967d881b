package io.palinode.testkit.paths;

/** What goes wrong on a path. */
public enum Fault {
  /** A participant says no. */
  REJECTION,
  /** A participant asks to try again. */
  TRY_AGAIN,
  /** A participant asks to try again at every attempt that is left. */
  BUSY,
  /** The deadline of one attempt passes; command and reply may still be on their way. */
  LATE,
  /** The deadlines of all attempts that are left pass. */
  SILENCE,
  /** A reply comes, and stays to come once more. */
  DUPLICATE,
  /** The deadline of the saga passes. */
  DEADLINE,
  /** Nobody decides in time. */
  INDECISION,
  /** Somebody cancels the saga. */
  CANCEL,
  /** Somebody pauses the saga; whatever has been sent is dealt with, and then it is resumed. */
  PAUSE,
  /** Somebody has a parked saga tried once more. */
  RETRY,
  /** The orchestrator crashes; another reads the journal and sends again what may be missing. */
  CRASH
}
