package io.palinode.server.transport;

import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputRecord.Source;

/**
 * Reads the input of the shards that this node owns.
 *
 * <ul>
 *   <li>Each partition is read in order, from the offset that the shard's journal names, every
 *       record once for each {@link #open}.
 *   <li>A gap is reported as a failure; it is never skipped.
 * </ul>
 *
 * <p>Safe for use by any thread; no method waits for the broker.
 */
public interface InputFeed {

  /**
   * Begins to read a shard's two partitions from here; a partition never read is read from its
   * beginning.
   */
  void open(int shard, InputPosition from, InputListener listener);

  /**
   * Stops giving the shard records of one of its partitions until {@link #resume}, because it has
   * enough of them. The other partition is read on.
   */
  void pause(int shard, Source source);

  /** Goes on after {@link #pause}. */
  void resume(int shard, Source source);

  /**
   * Has {@link InputListener#caughtUp} called once more, when every reply has been given that Kafka
   * has when it is asked, which it is from now on until it answers. Not to be called before the
   * last call was answered; of no effect for a shard that is not open.
   */
  void catchUp(int shard);

  /** Notes how far the shard has journaled, for tools that show the lag. */
  void progress(int shard, InputPosition position);

  /** Ends reading for the shard. A record on its way may still be delivered. */
  void close(int shard);
}
