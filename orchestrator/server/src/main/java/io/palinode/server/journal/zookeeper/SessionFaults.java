package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.ShardLost;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/** Tells a request whose answer is lost, which may be sent again, from a session that is lost. */
final class SessionFaults {
  private SessionFaults() {}

  /**
   * True if the request may have been carried out or not, and the session may still live.
   *
   * @param code null if it is none that this version of the client knows
   */
  static boolean isTransient(@Nullable Code code) {
    return code == Code.CONNECTIONLOSS
        || code == Code.OPERATIONTIMEOUT
        || code == Code.REQUESTTIMEOUT
        || code == Code.SESSIONMOVED
        || code == Code.THROTTLEDOP;
  }

  /**
   * Returns if the request may be sent again.
   *
   * @throws ShardLost if not
   */
  static void requireTransient(KeeperException e, String what) {
    if (!isTransient(e.code())) {
      throw new ShardLost(what + ": " + e.getMessage(), e);
    }
  }

  /** Leaves the thread interrupted. */
  static ShardLost interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ShardLost("The shard's thread was interrupted while it waited for ZooKeeper.", e);
  }
}
