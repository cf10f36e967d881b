package io.palinode.server.transport.kafka;

import io.palinode.kafka.KafkaUnreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until a producer knows its topics, since a send to an unknown one fails at once. */
final class TopicWarmth {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWarmth.class);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final Producer<byte[], byte[]> producer;
  private final String bootstrapServers;

  TopicWarmth(Producer<byte[], byte[]> producer, String bootstrapServers) {
    this.producer = producer;
    this.bootstrapServers = bootstrapServers;
  }

  void await(Collection<String> topics, Duration limit) {
    long start = System.nanoTime();
    List<String> unknown = new ArrayList<>(topics);
    unknown.removeIf(this::isKnown);
    while (!unknown.isEmpty()) {
      if (System.nanoTime() - start >= limit.toNanos()) {
        throw new KafkaUnreachable(
            "Kafka at %s does not know %s after %d s; check the address, and that the topics exist."
                .formatted(bootstrapServers, unknown, limit.toSeconds()),
            null);
      }
      if (System.nanoTime() - start >= SILENCE.toNanos()) {
        warning.warn("unknown", "Kafka at {} does not know {} yet", bootstrapServers, unknown);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      unknown.removeIf(this::isKnown);
    }
  }

  private boolean isKnown(String topic) {
    try {
      return !producer.partitionsFor(topic).isEmpty();
    } catch (RetriableException e) {
      return false;
    } catch (AuthenticationException e) {
      warning.warn(
          "refused", "Kafka at {} refuses this client: {}", bootstrapServers, e.toString());
      return false;
    }
  }
}
