package io.palinode.saga;

/**
 * What becomes of a saga whose lock another saga holds.
 *
 * <p>Immutable.
 *
 * @param mostWaiting how many sagas wait for one key at most, this one included; 0 where none waits
 */
public record WhenHeld(int mostWaiting) {
  /** The greatest queue for one key: all of it stands in one znode. */
  public static final int LONGEST_QUEUE = 500;

  private static final int USUAL_QUEUE = 100;

  /**
   * It waits for its turn; sagas have the key in the order in which they asked for it. The queue of
   * a key takes 100 sagas.
   */
  public static WhenHeld queue() {
    return new WhenHeld(USUAL_QUEUE);
  }

  /**
   * It waits for its turn, unless so many wait for the key already; then it ends as compensated
   * with the reason code {@code KEY_QUEUE_FULL}, and nothing was done.
   *
   * @param sagas 1 to {@link #LONGEST_QUEUE}
   */
  public static WhenHeld queueAtMost(int sagas) {
    return new WhenHeld(sagas);
  }

  /**
   * It ends at once as compensated, with the reason code {@code KEY_HELD} and the id of the saga
   * that has the key, and nothing was done.
   */
  public static WhenHeld reject() {
    return new WhenHeld(0);
  }

  String words() {
    return mostWaiting == 0 ? "refused" : "waits, at most %d do".formatted(mostWaiting);
  }
}
