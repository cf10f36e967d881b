package io.palinode.server.coordination;

/**
 * One node's race for one shard.
 *
 * <p>Winning gives liveness only: that the winner alone may write is the journal's fence to ensure.
 *
 * <p>Safe for use by any thread; no method waits for the race's end.
 */
public interface ShardElection extends AutoCloseable {

  /** Joins the race. The listener hears of every change until {@link #close}. */
  void start(OwnershipListener listener);

  /** Gives up the shard and its session, and joins the race again with a new session. */
  void restart();

  /** Leaves the race and closes the session, so that a successor need not wait for its time-out. */
  @Override
  void close();
}
