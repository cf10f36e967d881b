package io.palinode.server.transport;

import io.palinode.message.WireRecord;

/** A record of one of a shard's two input partitions. */
public record InputRecord(Source source, long offset, WireRecord record) {

  /** Which of the two. */
  public enum Source {
    STARTS,
    REPLIES
  }
}
