package io.palinode.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions that rest for a moment because a record could not be handled, an inbox's database
 * being down, say.
 *
 * <p>Used by the loop's thread.
 */
final class RestingPartitions {
  private final Consumer<byte[], byte[]> consumer;
  private final LongSupplier nanos;
  private final Map<TopicPartition, Long> since = new HashMap<>();

  RestingPartitions(Consumer<byte[], byte[]> consumer, LongSupplier nanos) {
    this.consumer = consumer;
    this.nanos = nanos;
  }

  void rest(TopicPartition partition) {
    consumer.pause(Set.of(partition));
    since.put(partition, nanos.getAsLong());
  }

  /** Lets those go on that have rested. */
  void wake() {
    long now = nanos.getAsLong();
    Set<TopicPartition> rested =
        since.entrySet().stream()
            .filter(entry -> now - entry.getValue() >= RecordLoop.REST.toNanos())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    if (!rested.isEmpty()) {
      consumer.resume(rested);
      since.keySet().removeAll(rested);
    }
  }

  boolean any() {
    return !since.isEmpty();
  }

  /** The partitions belong to somebody else now. */
  void forget(Collection<TopicPartition> partitions) {
    since.keySet().removeAll(partitions);
  }
}
