package io.palinode.server.journal;

/** What a write does about its saga's lock. */
public enum SagaLock {
  /** Nothing: the saga runs on the shard's fence alone. */
  NONE,
  /** Takes the lock. */
  ACQUIRE,
  /** Fails unless the lock is still held; a {@link SagaWrite.Remove} also lets go of it. */
  CHECK
}
