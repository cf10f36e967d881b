package io.palinode.server.transport;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A transport of a namespace of two shards, and what a test needs besides its two ports. */
public interface TransportRig {
  Topics topics();

  InputFeed feed();

  /** Knows the topics of starts and replies. */
  Publisher publisher();

  /** Writes records into this very partition. */
  void write(Source source, int shard, List<WireRecord> records);

  /** Deletes the records of a partition that lie before the offset. */
  void deleteBefore(Source source, int shard, long offset);

  /** Lets the transport work until this holds, and fails after a while. */
  void until(BooleanSupplier condition);
}
