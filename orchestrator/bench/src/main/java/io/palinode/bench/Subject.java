package io.palinode.bench;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs three-step sagas over Kafka and can be measured.
 *
 * <p>The driver and the echo participants are the same for every subject; what differs is said
 * here, as records. So all subjects pay the same for being driven, and the ratio between two of
 * them is about their loops alone.
 *
 * <ul>
 *   <li>Every record is keyed by its saga id, with Kafka's default partitioner.
 *   <li>The driver creates the topics, each with one partition per shard, before the loop starts.
 *   <li>The loop's main class takes a {@linkplain Run#fromArgument run} as its argument, and where
 *       it joins others the number of shards that it waits for as a second. It calls {@link
 *       Leash#hold} first, prints {@code ready} once it takes sagas, and runs until it is killed.
 * </ul>
 *
 * <p>Called from one thread in each process.
 */
interface Subject {
  /** All that can be measured; the first is what the others are compared with. */
  static List<Subject> all() {
    return List.of(new Yardstick(), new Palinode());
  }

  static Subject named(String name) {
    return all().stream()
        .filter(subject -> subject.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No subject is called " + name));
  }

  String name();

  /** True if several processes can share its shards. */
  boolean isSpread();

  Topics topics(Run run);

  /** The main class of the JVM under test. */
  Class<?> loop();

  /** The record that starts a saga. */
  ProducerRecord<String, byte[]> start(Run run, String sagaId);

  /** What a participant answers to a command: that it succeeded, or null where it keeps silent. */
  @Nullable ProducerRecord<String, byte[]> reply(Run run, ConsumerRecord<String, byte[]> command);

  /** The id of the saga that this event completes, or null if it completes none. */
  @Nullable String completedBy(ConsumerRecord<String, byte[]> event);
}
