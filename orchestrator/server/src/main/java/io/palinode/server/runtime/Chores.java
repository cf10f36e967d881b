package io.palinode.server.runtime;

import io.palinode.message.Reason;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a term has to write beside what its input calls for: sagas to set aside, keys to write
 * again, and ended sagas to take out of the journal. At most one of each for every live saga or
 * key.
 *
 * <p>Used by the shard's thread only.
 */
final class Chores {
  private final Deque<Parking> toPark = new ArrayDeque<>();
  private final Deque<LiveKey> toRewrite = new ArrayDeque<>();
  private final Deque<LiveSaga> leaving = new ArrayDeque<>();

  /** A saga to set aside, and why. */
  record Parking(LiveSaga saga, Reason reason) {}

  void park(Parking parking) {
    toPark.addLast(parking);
  }

  /** Has a key whose znode is gone written again. */
  void rewrite(LiveKey key) {
    toRewrite.addLast(key);
  }

  /** Lets an ended saga whose report Kafka has leave the journal with one of the next batches. */
  void release(LiveSaga saga) {
    if (saga.leave()) {
      leaving.addLast(saga);
    }
  }

  boolean isEmpty() {
    return toPark.isEmpty() && toRewrite.isEmpty() && leaving.isEmpty();
  }

  /** Writes what is set aside, or is gone from the journal. */
  void park(Intake intake, BatchDraft draft, long now) {
    while (!draft.isFull() && !toPark.isEmpty()) {
      intake.park(toPark.removeFirst(), draft, now);
    }
    while (!draft.isFull() && !toRewrite.isEmpty()) {
      draft.write(toRewrite.removeFirst());
    }
  }

  void remove(BatchDraft draft) {
    while (!draft.isFull() && !leaving.isEmpty()) {
      draft.remove(leaving.removeFirst());
    }
  }
}
