package io.palinode.server.runtime;

import io.palinode.server.transport.InputListener;
import io.palinode.server.transport.InputRecord;
import java.util.List;

/** Puts what the feed says during one term into the shard's inbox. Safe for use by any thread. */
record FeedListener(ShardInbox inbox, long term) implements InputListener {
  @Override
  public void caughtUp() {
    inbox.put(new ShardMessage.CaughtUp(term));
  }

  @Override
  public void arrived(List<InputRecord> records) {
    inbox.put(new ShardMessage.Arrived(term, records));
  }

  @Override
  public void failed(String why) {
    inbox.put(new ShardMessage.FeedFailed(term, why));
  }
}
