package io.palinode.kafka;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles one open record after another, until no more will come.
 *
 * <p>Stateless: any number of threads may run it.
 */
record Worker(OpenRecords open, RecordHandler handler) implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  @Override
  public void run() {
    while (true) {
      @Nullable OpenRecord next = open.poll();
      if (next == null) {
        handler.flush();
        next = open.take();
      }
      if (next == null) {
        return;
      }
      handle(next);
    }
  }

  private void handle(OpenRecord next) {
    ConsumerRecord<byte[], byte[]> record = next.record();
    try {
      CompletionStage<?> answer = handler.handle(record);
      open.handled(next);
      var unused = answer.whenComplete((sent, why) -> settled(next, record, why));
    } catch (RuntimeException e) {
      LOG.error("{} stays where it is and is tried again.", place(record), e);
      open.failed(next);
    }
    if (Thread.interrupted()) {
      LOG.warn("The handler of {} left its thread interrupted.", place(record));
    }
  }

  private void settled(
      OpenRecord next, ConsumerRecord<byte[], byte[]> record, @Nullable Throwable why) {
    if (why != null) {
      LOG.error(
          "Kafka did not take what was sent for {}, which is handled again.", place(record), why);
    }
    open.settled(next, why == null);
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    return "%s-%d at %d".formatted(record.topic(), record.partition(), record.offset());
  }
}
