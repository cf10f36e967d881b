package io.palinode.server.journal.zookeeper;

import java.util.List;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.jspecify.annotations.Nullable;

/**
 * What ZooKeeper said to a batch.
 *
 * @param place of the operation that failed; 0 where none did
 * @param number ZooKeeper's number for the failure
 */
record Answer(Kind kind, int place, int number) {

  /** What it means for the batch. */
  enum Kind {
    /** Nothing was said yet. */
    NONE,
    /** All of it was applied. */
    APPLIED,
    /** It may have been applied or not. */
    LOST,
    /** Not applied: the head is not the one that was expected. */
    FENCED,
    /** Not applied, because of an operation behind the fence. */
    FAILED,
    /** The session cannot go on. */
    ENDED
  }

  static final Answer NONE = new Answer(Kind.NONE, 0, 0);
  static final Answer APPLIED = new Answer(Kind.APPLIED, 0, 0);

  /** What the callback of a transaction was told. */
  static Answer of(int rc, @Nullable List<OpResult> results) {
    if (rc == Code.OK.intValue()) {
      return APPLIED;
    }
    if (results == null) {
      return failed(rc);
    }
    for (int place = 0; place < results.size(); place++) {
      if (results.get(place) instanceof ErrorResult error && error.getErr() != Code.OK.intValue()) {
        return of(place, error.getErr());
      }
    }
    return new Answer(Kind.ENDED, 0, rc);
  }

  /** A request that failed as a whole. */
  static Answer failed(int rc) {
    return new Answer(SessionFaults.isTransient(Code.get(rc)) ? Kind.LOST : Kind.ENDED, 0, rc);
  }

  @Nullable Code code() {
    return Code.get(number);
  }

  private static Answer of(int place, int number) {
    if (place > 0) {
      return new Answer(Kind.FAILED, place, number);
    }
    boolean fenced = number == Code.BADVERSION.intValue();
    return new Answer(fenced ? Kind.FENCED : Kind.ENDED, 0, number);
  }
}
