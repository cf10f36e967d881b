package io.palinode.server.runtime;

import io.palinode.server.coordination.OwnershipListener;
import io.palinode.server.journal.ShardJournal;

/** Puts what the race says into the shard's inbox. Safe for use by any thread. */
record RaceListener(ShardInbox inbox) implements OwnershipListener {
  @Override
  public void won(ShardJournal journal) {
    inbox.put(new ShardMessage.Won(journal));
  }

  @Override
  public void suspended() {
    inbox.put(new ShardMessage.Suspended());
  }

  @Override
  public void resumed() {
    inbox.put(new ShardMessage.Resumed());
  }

  @Override
  public void lost() {
    inbox.put(new ShardMessage.Lost("another node has it, or the session has expired"));
  }
}
