package io.palinode.kafka;

import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Does what a record asks for.
 *
 * <p>Records of one partition come one after another, those of several maybe on several threads.
 */
public interface RecordHandler {

  /**
   * Handles a record. It counts as done when the future is done well; empty where nothing needs to
   * be waited for. Where this throws, or the future fails, the partition rests, and the record
   * comes again.
   */
  Optional<Future<?>> handle(ConsumerRecord<byte[], byte[]> record);

  /** Returns when every future so far is done, well or badly. No record is handled meanwhile. */
  void flush();
}
