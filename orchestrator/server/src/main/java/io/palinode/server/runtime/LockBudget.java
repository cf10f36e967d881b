package io.palinode.server.runtime;

import io.palinode.message.Topics;

/**
 * How many sagas of a shard may hold a lock of their own.
 *
 * <p>Closing a ZooKeeper session writes the paths of all its ephemeral nodes in one transaction,
 * and a server cannot read one above its packet limit again (ZOOKEEPER-4306). Above the budget,
 * sagas run on the shard's fence alone.
 *
 * <p>Used by the shard's thread only.
 */
final class LockBudget {
  /** The greatest sum of lock paths in one session, in bytes. */
  static final int MAX_PATH_BYTES = 512 * 1024;

  /** What a lock's path takes at most, beside the namespace and the saga's id. */
  private static final int BYTES_OF_PATH = 56;

  private final int bytesOfPrefix;
  private int used;

  static LockBudget of(Topics topics) {
    return new LockBudget(topics.namespace().length() + BYTES_OF_PATH);
  }

  /**
   * A budget of which nothing is used.
   *
   * @param bytesOfPrefix what a lock's path takes beside the saga's id
   */
  LockBudget(int bytesOfPrefix) {
    this.bytesOfPrefix = bytesOfPrefix;
  }

  /** True if one more lock fits; it counts as taken then. */
  boolean take(String sagaId) {
    int bytes = bytesOfPrefix + sagaId.length();
    if (used + bytes > MAX_PATH_BYTES) {
      return false;
    }
    used += bytes;
    return true;
  }

  /** Notes a lock that the session holds already. */
  void held(String sagaId) {
    used += bytesOfPrefix + sagaId.length();
  }

  void giveBack(String sagaId) {
    used -= bytesOfPrefix + sagaId.length();
  }
}
