package io.palinode.server.transport;

/**
 * Gives each owner of a shard what it sends through in its term.
 *
 * <p>Safe for use by any thread.
 */
@FunctionalInterface
public interface Publishers {

  /**
   * A publisher for one term over a shard. Does not wait for the broker.
   *
   * <p>Where publishers keep each other out, this one begins to keep out those that were opened
   * before it; therefore it is opened after the shard's head is written, never before.
   */
  ShardPublisher open(int shard, ShardPublisher.Listener listener);

  /** One publisher for every shard and term, which keeps nobody out. */
  static Publishers shared(Publisher publisher) {
    ShardPublisher everybodys = new SharedPublisher(publisher);
    return (shard, listener) -> everybodys;
  }
}
