package io.palinode.server.coordination;

import io.palinode.server.journal.ShardJournal;

/** Hears how the race for a shard goes. Called by threads of the adapter; must only enqueue. */
public interface OwnershipListener {

  /**
   * The shard is this node's.
   *
   * @param journal the shard's journal in the session that won
   */
  void won(ShardJournal journal);

  /**
   * The connection is gone, the session perhaps not: do nothing until {@link #resumed} or {@link
   * #lost}.
   */
  void suspended();

  /** The connection is back in the same session. */
  void resumed();

  /** The shard is no longer this node's. */
  void lost();
}
