package io.palinode.server.runtime;

import io.palinode.server.transport.ShardPublisher;

/** Puts what a term's publisher says into the shard's inbox. Safe for use by any thread. */
record PublisherListener(ShardInbox inbox, long term) implements ShardPublisher.Listener {
  @Override
  public void othersKeptOut() {
    inbox.put(new ShardMessage.OthersKeptOut(term));
  }

  @Override
  public void keptOut(String why) {
    inbox.put(new ShardMessage.KeptOut(term, why));
  }
}
