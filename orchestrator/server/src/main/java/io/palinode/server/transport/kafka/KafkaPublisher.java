package io.palinode.server.transport.kafka;

import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.KafkaUnreachable;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.Publisher;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends through one idempotent producer, which all shards share.
 *
 * <ul>
 *   <li>While Kafka is away records wait in a buffer of 64 MiB, and fail after ten minutes. The
 *       caller bounds what it leaves unacknowledged; what does not fit fails at once.
 *   <li>A send never waits. A topic that is not known yet fails the first send to it, so {@link
 *       #warm} comes first; that failure is told before {@code send} returns, by the caller's own
 *       thread.
 *   <li>A producer that is past mending fails all it holds and is replaced for the next send, at
 *       most once a second.
 *   <li>A failure is logged once a minute for each cause, not for each record.
 * </ul>
 *
 * <p>Thread-safe. Acks come from the producer's thread.
 */
public final class KafkaPublisher implements Publisher, AutoCloseable {
  /**
   * How long a record waits for others where nothing is configured, in milliseconds. With 1 an idle
   * saga waits 1.3 ms longer for each command; what a busy node gains, or gains by compression,
   * could not be told from noise, since batches fill while others are under way.
   */
  public static final int DEFAULT_LINGER_MS = 0;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final String bootstrapServers;
  private final RenewedProducer producers;

  /**
   * Makes the producer; it connects by itself.
   *
   * @param lingerMs how long a record waits for others to share its batch; 0 for none
   */
  public KafkaPublisher(KafkaClients clients, int lingerMs) {
    this(clients.bootstrapServers(), () -> clients.newProducer(lingerMs));
  }

  KafkaPublisher(String bootstrapServers, Supplier<Producer<byte[], byte[]>> maker) {
    this.bootstrapServers = bootstrapServers;
    this.producers = new RenewedProducer(maker);
  }

  /**
   * Waits until these topics are known, so that the first sends to them do not fail.
   *
   * @throws KafkaUnreachable when the time is over
   */
  public void warm(Collection<String> topics, Duration limit) {
    new TopicWarmth(producers.current(), bootstrapServers).await(topics, limit);
  }

  @Override
  public void send(String topic, WireRecord record, Ack ack) {
    @Nullable Producer<byte[], byte[]> producer = null;
    try {
      producer = producers.current();
      var delivery = new Delivery(topic, producer, ack);
      var unused = producer.send(KafkaRecords.outgoing(topic, record), delivery);
    } catch (KafkaException | IllegalStateException e) {
      failed(topic, producer, ack, e);
    }
  }

  /** Waits for what is under way, no longer than this; what is left then fails. */
  public void close(Duration limit) {
    producers.close(limit);
  }

  /** Fails what is under way. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  private void failed(
      String topic, @Nullable Producer<byte[], byte[]> producer, Ack ack, Exception why) {
    warning.warn(
        why.getClass().getName(),
        "Kafka at {} did not take a record for {}: {}",
        bootstrapServers,
        topic,
        why.toString());
    if (producer != null && ProducerFault.isFatal(why)) {
      producers.renew(producer);
    }
    ack.failed(ProducerFault.explained(topic, why));
  }

  /** Carries a producer's answer to the ack. */
  private final class Delivery implements Callback {
    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Ack ack;

    Delivery(String topic, Producer<byte[], byte[]> producer, Ack ack) {
      this.topic = topic;
      this.producer = producer;
      this.ack = ack;
    }

    @Override
    public void onCompletion(RecordMetadata written, @Nullable Exception why) {
      if (why == null) {
        ack.acknowledged();
      } else {
        failed(topic, producer, ack, why);
      }
    }
  }
}
