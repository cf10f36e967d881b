package io.palinode.server.transport.kafka;

import io.palinode.server.journal.InputPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares where a shard wants to read with what the broker still has.
 *
 * <p>Used by the feed's thread alone. A question waits for the broker half a second at most, since
 * other shards wait with it.
 */
final class StartingPoint {
  private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);
  private static final Duration LIMIT = Duration.ofMillis(500);

  private static final String REMEDY =
      "Records that were to be read are gone: deleted, or the topic was made anew. Look at the topic's retention and history; restore the records if they can be had, or move the shard's position in the journal, knowing that they are lost.";

  private final Consumer<byte[], byte[]> consumer;
  private final String bootstrapServers;

  StartingPoint(Consumer<byte[], byte[]> consumer, String bootstrapServers) {
    this.consumer = consumer;
    this.bootstrapServers = bootstrapServers;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * The offsets that the broker has of these partitions.
   *
   * @throws RetriableException if it does not say
   */
  Extent extent(List<TopicPartition> partitions) {
    return new Extent(
        consumer.beginningOffsets(partitions, LIMIT), consumer.endOffsets(partitions, LIMIT));
  }

  /** What to say when the broker does not let this client read. */
  String refusal(AuthorizationException e) {
    return "Kafka at %s does not let this client read: %s. Grant READ and DESCRIBE on the topics."
        .formatted(bootstrapServers, e.getMessage());
  }

  /** What to say about a partition that cannot be read at an offset. */
  String gap(TopicPartition partition, long expected) {
    try {
      return extent(List.of(partition)).gap(partition, expected);
    } catch (RetriableException | WakeupException e) {
      LOG.debug("The broker did not say what it has", e);
      return "%s partition %d: offset %d, the next to read, is gone. %s"
          .formatted(partition.topic(), partition.partition(), expected, REMEDY);
    }
  }

  /** The first and the next offset of each partition. */
  record Extent(Map<TopicPartition, Long> first, Map<TopicPartition, Long> end) {
    /** Where to begin to read each partition. */
    Map<TopicPartition, Long> begin(ShardReading reading) {
      Map<TopicPartition, Long> offsets = new HashMap<>();
      for (TopicPartition partition : reading.partitions()) {
        long expected = reading.expected(partition);
        offsets.put(partition, expected == InputPosition.NONE ? first(partition) : expected);
      }
      return offsets;
    }

    InputPosition backlogEnd(ShardReading reading) {
      var partitions = reading.partitions();
      return new InputPosition(end(partitions.get(0)), end(partitions.get(1)));
    }

    /** Says what is missing, if anything is. */
    Optional<String> gap(ShardReading reading) {
      return begin(reading).entrySet().stream()
          .filter(offset -> !has(offset.getKey(), offset.getValue()))
          .map(offset -> gap(offset.getKey(), offset.getValue()))
          .findFirst();
    }

    private boolean has(TopicPartition partition, long offset) {
      return first(partition) <= offset && offset <= end(partition);
    }

    private String gap(TopicPartition partition, long expected) {
      return "%s partition %d: expected to go on at offset %d, but it has offsets %d to %d. %s"
          .formatted(
              partition.topic(),
              partition.partition(),
              expected,
              first(partition),
              end(partition),
              REMEDY);
    }

    private long first(TopicPartition partition) {
      return required(first.get(partition));
    }

    private long end(TopicPartition partition) {
      return required(end.get(partition));
    }

    private static long required(@Nullable Long offset) {
      return Objects.requireNonNull(offset, "an offset that the broker was asked for");
    }
  }
}
