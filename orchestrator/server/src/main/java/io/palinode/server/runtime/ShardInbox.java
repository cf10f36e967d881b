package io.palinode.server.runtime;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one way into a shard: callbacks of every client library put their messages here, in order,
 * and wake the shard.
 *
 * <p>Its size is bounded by those who fill it: the feed pauses, at most two batches and a bounded
 * number of sends are on their way. {@link #put} is safe for any thread, {@link #poll} for the
 * shard's.
 */
final class ShardInbox {
  private final ConcurrentLinkedQueue<ShardMessage> messages = new ConcurrentLinkedQueue<>();
  private final Runnable wakeUp;

  /**
   * An empty inbox.
   *
   * @param wakeUp called after every put; cheap, and harmless while the shard is awake
   */
  ShardInbox(Runnable wakeUp) {
    this.wakeUp = wakeUp;
  }

  void put(ShardMessage message) {
    messages.add(message);
    wakeUp.run();
  }

  @Nullable ShardMessage poll() {
    return messages.poll();
  }
}
