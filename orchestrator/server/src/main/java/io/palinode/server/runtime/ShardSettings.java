package io.palinode.server.runtime;

import io.palinode.message.Topics;

/**
 * What every shard of a node is told.
 *
 * @param shards how many the namespace has
 * @param owner the node, for people
 * @param doneWindow how many ended sagas each shard remembers at least
 * @param sagaLocks true if each saga holds a lock of its own, as far as the session has room
 * @param signals how long and how many signals are kept
 */
public record ShardSettings(
    Topics topics,
    int shards,
    String owner,
    int doneWindow,
    boolean sagaLocks,
    SignalLimits signals) {
  /** How many ended sagas a shard remembers where nothing else is configured. */
  public static final int DEFAULT_DONE_WINDOW = 50_000;

  /** Settings with the usual limits of signals. */
  public ShardSettings(Topics topics, int shards, String owner, int doneWindow, boolean sagaLocks) {
    this(topics, shards, owner, doneWindow, sagaLocks, SignalLimits.USUAL);
  }
}
