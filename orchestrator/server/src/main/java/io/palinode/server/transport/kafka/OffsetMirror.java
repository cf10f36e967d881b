package io.palinode.server.transport.kafka;

import io.palinode.server.journal.InputPosition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the shards' progress to Kafka, for lag tools alone.
 *
 * <p>{@link #note} may be called by any thread, the rest by the feed's thread.
 */
final class OffsetMirror {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetMirror.class);
  private static final long SPACING_NANOS = Duration.ofSeconds(5).toNanos();

  private final Map<Integer, InputPosition> progress = new ConcurrentHashMap<>();
  private final Consumer<byte[], byte[]> consumer;
  private long committedAt = System.nanoTime();

  OffsetMirror(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  void note(int shard, InputPosition position) {
    progress.put(shard, position);
  }

  /** Commits what is new, if the last time was a while ago. */
  void commitNowAndThen(Collection<ShardReading> open) {
    if (System.nanoTime() - committedAt >= SPACING_NANOS) {
      committedAt = System.nanoTime();
      progress.keySet().retainAll(open.stream().map(ShardReading::shard).toList());
      commit(open);
    }
  }

  /** Commits what is new of a shard that ends. */
  void commitLast(ShardReading closing) {
    commit(List.of(closing));
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
    if (!offsets.isEmpty()) {
      commit(offsets);
    }
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
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

  private static void put(
      Map<TopicPartition, OffsetAndMetadata> offsets, TopicPartition partition, long next) {
    if (next != InputPosition.NONE) {
      offsets.put(partition, new OffsetAndMetadata(next));
    }
  }
}
