package io.palinode.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one partition in one poll: handled in order, answered, and counted as far as Kafka
 * has the answers.
 *
 * <p>Used by one thread at a time: first by a worker, then by the loop.
 */
final class PartitionWork {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionWork.class);

  private final TopicPartition partition;
  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final List<Sent> sent = new ArrayList<>();
  private int handled;
  private boolean failed;

  PartitionWork(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    this.partition = partition;
    this.records = records;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Handles records until none is left, one fails, or it is time to stop. */
  void handle(RecordHandler handler, BooleanSupplier timeToStop) {
    while (handled < records.size() && !failed && !timeToStop.getAsBoolean()) {
      ConsumerRecord<byte[], byte[]> record = records.get(handled);
      try {
        int place = handled;
        handler.handle(record).ifPresent(answer -> sent.add(new Sent(place, answer)));
        handled++;
      } catch (RuntimeException e) {
        failed = true;
        LOG.error("{} at {} stays where it is and is tried again.", partition, record.offset(), e);
      }
    }
  }

  /** Finds out, after a flush, how far Kafka has the answers. */
  void settle() {
    for (Sent answer : sent) {
      if (!answer.arrived()) {
        handled = answer.place();
        failed = true;
        return;
      }
    }
  }

  /** True if a record could not be handled or answered, so that the partition should rest. */
  boolean failed() {
    return failed;
  }

  /** True if records are left that must be polled again. */
  boolean unfinished() {
    return handled < records.size();
  }

  /** True if the offset has moved. */
  boolean advanced() {
    return handled > 0;
  }

  /** The offset of the first record that is not done. */
  long nextOffset() {
    return unfinished()
        ? records.get(handled).offset()
        : records.get(records.size() - 1).offset() + 1;
  }

  /** What was sent for the record at a place of this work. */
  private record Sent(int place, Future<?> answer) {
    boolean arrived() {
      try {
        answer.get();
        return true;
      } catch (ExecutionException e) {
        LOG.error(
            "Kafka did not take what was sent for a record, which is handled again.", e.getCause());
        return false;
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }
}
