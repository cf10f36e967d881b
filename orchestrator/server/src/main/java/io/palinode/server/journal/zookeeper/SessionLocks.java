package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.Batch;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sagas' locks that one session holds.
 *
 * <p>A lock lives as long as its session, so it is named after the epoch in which the session first
 * took the shard over, and an owner that takes the shard over again in that session still has it.
 *
 * <p>Read by the shard's thread, written where a batch is settled.
 */
final class SessionLocks {
  private final ShardPaths paths;
  private final long epoch;
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  SessionLocks(ShardPaths paths, long epoch) {
    this.paths = paths;
    this.epoch = epoch;
  }

  String path(String sagaId) {
    return paths.lock(sagaId, epoch);
  }

  boolean holds(String sagaId) {
    return held.contains(sagaId);
  }

  /** Notes what a batch that is committed has done to locks. */
  void committed(Batch batch) {
    for (SagaWrite write : batch.writes()) {
      if (write.lock() == SagaLock.RELEASE) {
        held.remove(write.sagaId());
      } else if (write.lock() == SagaLock.ACQUIRE) {
        held.add(write.sagaId());
      }
    }
  }

  /** Notes which of them there still are: a lock goes with its log. */
  void keepOnly(Set<String> sagaIds) {
    held.retainAll(sagaIds);
  }

  /** Notes that a lock may be gone, so that it can be acquired anew. */
  void doubt(String sagaId) {
    held.remove(sagaId);
  }
}
