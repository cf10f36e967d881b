package io.palinode.saga;

/**
 * What becomes of the firings of a schedule that no orchestrator saw to in time: within {@link
 * Schedule#PUNCTUAL} of their moment.
 */
public enum Missed {
  /** They are passed over. */
  SKIP,
  /** The last one is made up for, unless the next one is in time already. */
  FIRE_LAST,
  /** All are made up for, the oldest first; of more than {@link #MOST} the last ones. */
  FIRE_ALL;

  /** How many missed firings are made up for at most. */
  public static final int MOST = 1_000;
}
