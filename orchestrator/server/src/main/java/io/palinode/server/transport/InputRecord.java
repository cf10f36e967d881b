package io.palinode.server.transport;

import io.palinode.message.WireRecord;

/**
 * A record of one of a shard's two input partitions.
 *
 * @param weight about how much memory it takes, in bytes
 */
public record InputRecord(Source source, long offset, WireRecord record, int weight) {

  /** A record, which is weighed. */
  public InputRecord(Source source, long offset, WireRecord record) {
    this(source, offset, record, Weight.of(record));
  }

  /** Which of the two. */
  public enum Source {
    STARTS,
    REPLIES
  }
}
