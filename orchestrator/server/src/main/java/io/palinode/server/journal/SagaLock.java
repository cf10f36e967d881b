package io.palinode.server.journal;

/** What a write does about its saga's lock. */
public enum SagaLock {
  /** Nothing: the saga runs on the shard's fence alone. */
  NONE,
  /** Takes the lock. */
  ACQUIRE,
  /** Fails unless the lock is still held. */
  CHECK,
  /** Lets go of the lock; fails unless it is still held. */
  RELEASE
}
