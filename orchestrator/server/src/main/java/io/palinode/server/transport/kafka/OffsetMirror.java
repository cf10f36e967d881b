package io.palinode.server.transport.kafka;

import io.palinode.server.journal.InputPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the shards' progress to Kafka, for lag tools, with the mark of {@link NamespaceClaim}.
 *
 * <p>What is known is committed again every day, since Kafka forgets offsets in time.
 *
 * <p>{@link #note} may be called by any thread, the rest by the feed's thread.
 */
final class OffsetMirror {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetMirror.class);
  private static final long SPACING_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long RENEWAL_NANOS = Duration.ofDays(1).toNanos();

  private final Map<Integer, InputPosition> progress = new ConcurrentHashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> mirrored = new HashMap<>();
  private final Consumer<byte[], byte[]> consumer;
  private final String mark;
  private final LongSupplier nanos;
  private long committedAt;
  private long renewedAt;

  /**
   * A mirror that has nothing to show yet.
   *
   * @param mark goes with every offset
   * @param nanos tells the time
   */
  OffsetMirror(Consumer<byte[], byte[]> consumer, String mark, LongSupplier nanos) {
    this.consumer = consumer;
    this.mark = mark;
    this.nanos = nanos;
    this.committedAt = nanos.getAsLong();
    this.renewedAt = committedAt;
  }

  void note(int shard, InputPosition position) {
    progress.put(shard, position);
  }

  /** Commits what is new, if the last time was a while ago. */
  void commitNowAndThen(Collection<ShardReading> open) {
    long now = nanos.getAsLong();
    if (now - committedAt >= SPACING_NANOS) {
      committedAt = now;
      progress.keySet().retainAll(open.stream().map(ShardReading::shard).toList());
      commit(open);
    }
    if (now - renewedAt >= RENEWAL_NANOS) {
      renewedAt = now;
      commit(Map.copyOf(mirrored));
    }
  }

  /** Commits what is new of a shard that ends. */
  void commitLast(ShardReading closing) {
    commit(List.of(closing));
    mirrored.keySet().removeAll(closing.partitions());
  }

  private void commit(Collection<ShardReading> readings) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ShardReading reading : readings) {
      InputPosition position = progress.remove(reading.shard());
      if (position != null) {
        put(offsets, reading.partitions().get(0), position.starts());
        put(offsets, reading.partitions().get(1), position.replies());
      }
    }
    mirrored.putAll(offsets);
    commit(offsets);
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitAsync(
          offsets,
          (tried, why) -> {
            if (why != null) {
              LOG.debug("The offsets for lag tools were not committed", why);
            }
          });
    } catch (KafkaException e) {
      LOG.debug("The offsets for lag tools were not committed", e);
    }
  }

  private void put(
      Map<TopicPartition, OffsetAndMetadata> offsets, TopicPartition partition, long next) {
    if (next != InputPosition.NONE) {
      offsets.put(partition, new OffsetAndMetadata(next, mark));
    }
  }
}
