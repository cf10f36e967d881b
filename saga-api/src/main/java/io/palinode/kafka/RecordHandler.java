package io.palinode.kafka;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Does what a record asks for.
 *
 * <p>Called by as many threads as the loop has workers. Records of one key in one partition come
 * one after another.
 */
public interface RecordHandler {

  /**
   * Handles a record. It counts as done when what is returned is done well. Where this throws, or
   * that fails, the partition rests, and the record comes again.
   */
  CompletionStage<?> handle(ConsumerRecord<byte[], byte[]> record);

  /** Sends what would not go out by itself. Called by a worker that finds nothing to handle. */
  void flush();
}
