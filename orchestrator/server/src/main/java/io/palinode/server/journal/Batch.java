package io.palinode.server.journal;

import java.util.List;

/**
 * One atomic write to a shard's journal: the head, the logs and the business keys that it touches,
 * and the ids of the sagas that ended.
 *
 * @param head as it stands after the batch
 * @param writes at most one for each saga
 * @param keys at most one write for each key
 * @param done segments of the window of ended sagas to write
 * @param dropped numbers of segments that fall out of the window
 */
public record Batch(
    Head head,
    List<SagaWrite> writes,
    List<KeyWrite> keys,
    List<DoneSegment> done,
    List<Long> dropped) {
  /**
   * The greatest size of one batch, in bytes of data and paths. A ZooKeeper packet holds at most 1
   * MiB.
   */
  public static final int MAX_BYTES = 384 * 1024;

  /** The greatest number of sagas and keys in one batch. */
  public static final int MAX_WRITES = 200;

  /** How many batches may be on their way at once. */
  public static final int MAX_IN_FLIGHT = 2;

  public Batch {
    writes = List.copyOf(writes);
    keys = List.copyOf(keys);
    done = List.copyOf(done);
    dropped = List.copyOf(dropped);
  }

  /** A batch that touches no key. */
  public Batch(Head head, List<SagaWrite> writes, List<DoneSegment> done, List<Long> dropped) {
    this(head, writes, List.of(), done, dropped);
  }
}
