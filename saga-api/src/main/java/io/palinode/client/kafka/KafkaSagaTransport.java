package io.palinode.client.kafka;

import io.palinode.client.ReportListener;
import io.palinode.client.SagaTransport;
import io.palinode.kafka.KafkaRecords;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to the topic of starts, and reads the topic of events on a thread of its own.
 *
 * <p>Safe for use by any thread. Its own thread is a daemon, so a client that is not closed does
 * not keep its process alive.
 */
final class KafkaSagaTransport implements SagaTransport {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSagaTransport.class);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Topics topics;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final int partitions;
  private @Nullable ReportReading reading;

  /**
   * @param partitions of the topic of events
   */
  KafkaSagaTransport(
      Topics topics,
      Producer<byte[], byte[]> producer,
      Consumer<byte[], byte[]> consumer,
      int partitions) {
    this.topics = topics;
    this.producer = producer;
    this.consumer = consumer;
    this.partitions = partitions;
  }

  @Override
  public void listen(ReportListener listener) {
    reading = ReportReading.from(consumer, topics.events(), partitions, listener);
    reading.start();
  }

  @Override
  public CompletableFuture<Void> send(WireRecord request) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    try {
      var unused =
          producer.send(
              KafkaRecords.outgoing(topics.starts(), request),
              (metadata, failure) -> {
                if (failure == null) {
                  sent.complete(null);
                } else {
                  sent.completeExceptionally(failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  @Override
  public void close() {
    try {
      producer.close(CLOSING);
    } catch (KafkaException e) {
      LOG.warn("The producer did not close in order.", e);
    }
    if (reading == null) {
      consumer.close();
    } else {
      reading.stop(CLOSING);
    }
  }
}
