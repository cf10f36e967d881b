package io.palinode.server.transport.kafka;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** The settings of Kafka's clients that cannot be passed through, each with the reason. */
final class ReservedSettings {
  private static final String DURABLE =
      "a command counts as sent only when all in-sync replicas have it, once";
  private static final String PARTITIONED = "a saga's records must be where its shard reads";
  private static final String JOURNALED = "the journal says where to go on reading";
  private static final String BYTES = "records are read and written as bytes";
  private static final String NAMED = "it has a setting of its own";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          entry("acks", DURABLE),
          entry("enable.idempotence", DURABLE),
          entry("max.in.flight.requests.per.connection", DURABLE),
          entry("retries", DURABLE),
          entry("transactional.id", DURABLE),
          entry("partitioner.class", PARTITIONED),
          entry("partitioner.ignore.keys", PARTITIONED),
          entry("auto.offset.reset", JOURNALED),
          entry("enable.auto.commit", JOURNALED),
          entry("group.id", JOURNALED),
          entry("group.protocol", JOURNALED),
          entry("group.instance.id", JOURNALED),
          entry("key.serializer", BYTES),
          entry("value.serializer", BYTES),
          entry("key.deserializer", BYTES),
          entry("value.deserializer", BYTES),
          entry("bootstrap.servers", NAMED),
          entry("client.id", NAMED));

  private ReservedSettings() {}

  static void requireNone(Set<String> names) {
    for (String name : names) {
      String reason = REASONS.get(name);
      if (reason != null) {
        throw new IllegalArgumentException(
            "The Kafka setting '%s' cannot be passed through: %s. Remove it."
                .formatted(name, reason));
      }
    }
  }
}
