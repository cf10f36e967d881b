package io.palinode.client.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.client.ReportListener;
import io.palinode.kafka.KafkaRecords;
import io.palinode.message.MalformedMessage;
import io.palinode.message.SagaReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reports of a namespace from the end of the topic on, and hands over those that are
 * wanted. A report that cannot be read is logged and skipped.
 *
 * <p>Runs on one thread of its own, which alone uses the consumer once started; {@link #stop} may
 * come from any.
 */
final class ReportReading implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportReading.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final ReportListener listener;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this, "palinode-client");

  private ReportReading(Consumer<byte[], byte[]> consumer, ReportListener listener) {
    this.consumer = consumer;
    this.listener = listener;
    thread.setDaemon(true);
  }

  /** A reading that misses nothing which is written after this returns. */
  static ReportReading from(
      Consumer<byte[], byte[]> consumer, String topic, int partitions, ReportListener listener) {
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
    return new ReportReading(consumer, listener);
  }

  void start() {
    thread.start();
  }

  /**
   * Hands over no more reports once it returns; called by a listener, once the listener returns.
   */
  void stop(Duration limit) {
    stop.countDown();
    consumer.wakeup();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (stop.getCount() > 0) {
        poll().forEach(this::read);
      }
    } finally {
      close();
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL);
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    } catch (RuntimeException e) {
      LOG.error("The reports cannot be read for now; going on.", e);
      pause();
      return ConsumerRecords.empty();
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    if (key == null || !listener.wants(new String(key, UTF_8))) {
      return;
    }
    try {
      listener.report(SagaReport.from(KafkaRecords.incoming(record)));
    } catch (MalformedMessage e) {
      LOG.warn(
          "Skipped the report at {}-{} {}: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private void pause() {
    try {
      if (stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopped while reports could not be read.");
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted; only a stop ends the reading.", e);
    }
  }

  private void close() {
    try {
      consumer.close(CloseOptions.timeout(POLL));
    } catch (KafkaException e) {
      LOG.warn("The consumer did not close in order.", e);
    }
  }
}
