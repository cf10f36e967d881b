package io.palinode.server.transport.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the broker has stopped answering, which a consumer does not tell.
 *
 * <p>A consumer that waits for records hears from its broker several times a second. When no byte
 * has come for a while this says so, every few seconds, until one comes.
 *
 * <p>Used by the feed's thread alone.
 */
final class BrokerSilence {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerSilence.class);
  private static final Duration NOTICED = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final @Nullable Metric incomingBytes;
  private final String bootstrapServers;
  private Object lastSeen = 0.0;
  private long heardAt = System.nanoTime();
  private boolean noticed;

  BrokerSilence(Consumer<byte[], byte[]> consumer, String bootstrapServers) {
    this.incomingBytes = incomingBytes(consumer.metrics());
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Looks once.
   *
   * @param isExpected whether the consumer is waiting for records at all
   */
  void check(boolean isExpected) {
    Object bytes = incomingBytes == null ? lastSeen : incomingBytes.metricValue();
    long now = System.nanoTime();
    if (!isExpected || incomingBytes == null || !bytes.equals(lastSeen)) {
      lastSeen = bytes;
      heardAt = now;
      if (noticed && isExpected) {
        LOG.info("Kafka at {} answers again", bootstrapServers);
      }
      noticed = false;
    } else if (now - heardAt >= NOTICED.toNanos()) {
      noticed = true;
      warning.warn(
          "silent",
          "Kafka at {} has not answered for {} s; reading goes on when it does",
          bootstrapServers,
          Duration.ofNanos(now - heardAt).toSeconds());
    }
  }

  private static @Nullable Metric incomingBytes(Map<MetricName, ? extends Metric> metrics) {
    for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
      if (metric.getKey().name().equals("incoming-byte-total")
          && metric.getKey().group().equals("consumer-metrics")) {
        return metric.getValue();
      }
    }
    return null;
  }
}
