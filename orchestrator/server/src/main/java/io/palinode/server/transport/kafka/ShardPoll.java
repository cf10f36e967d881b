package io.palinode.server.transport.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls once for all open shards and hands each its records.
 *
 * <ul>
 *   <li>Records that are gone fail the shard that was to read them.
 *   <li>A broker that refuses for another reason is asked again.
 *   <li>A listener that throws loses its shard, and no other.
 * </ul>
 *
 * <p>Used by the feed's thread alone.
 */
final class ShardPoll {
  private static final Logger LOG = LoggerFactory.getLogger(ShardPoll.class);
  private static final Duration LIMIT = Duration.ofMillis(200);
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final Consumer<byte[], byte[]> consumer;
  private final OpenShards shards;

  ShardPoll(Consumer<byte[], byte[]> consumer, OpenShards shards) {
    this.consumer = consumer;
    this.shards = shards;
  }

  void once() {
    var polled = poll();
    for (ShardReading reading : shards.begun()) {
      try {
        reading.deliver(polled);
        reading.checkBacklog(shards::position);
      } catch (RuntimeException e) {
        LOG.error("The listener of shard {} failed", reading.shard(), e);
        shards.fail(reading, "The shard's listener failed: %s".formatted(e));
      }
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(LIMIT);
    } catch (WakeupException e) {
      LOG.trace("An order came", e);
    } catch (OffsetOutOfRangeException e) {
      failWithGap(e.offsetOutOfRangePartitions());
    } catch (AuthorizationException e) {
      shards.begun().forEach(reading -> shards.fail(reading, shards.startingPoint().refusal(e)));
    } catch (KafkaException e) {
      warning.warn(
          "polling",
          "Kafka at {} cannot be read, trying again: {}",
          shards.startingPoint().bootstrapServers(),
          e.toString());
      LockSupport.parkNanos(PAUSE_AFTER_REFUSAL.toNanos());
    }
    return ConsumerRecords.empty();
  }

  private void failWithGap(Map<TopicPartition, Long> missing) {
    for (ShardReading reading : shards.begun()) {
      List<TopicPartition> gone =
          reading.partitions().stream().filter(missing::containsKey).toList();
      if (!gone.isEmpty()) {
        var partition = gone.get(0);
        shards.fail(
            reading, shards.startingPoint().gap(partition, missing.getOrDefault(partition, -1L)));
      }
    }
  }
}
