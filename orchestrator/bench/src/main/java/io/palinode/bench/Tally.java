package io.palinode.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Counts the records of one topic by saga, from its end when the tally begins.
 *
 * <p>A saga that is counted for the first time more than {@link #STALLED_AFTER} after the one
 * before fails the run. One thread.
 */
final class Tally implements AutoCloseable {
  static final Duration STALLED_AFTER = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int MAX_POLL_RECORDS = 2_000;

  private final KafkaConsumer<String, byte[]> consumer;
  private final String topic;
  private final Predicate<ConsumerRecord<String, byte[]>> counted;
  private final Map<String, Long> firstAt = new HashMap<>();
  private long repeated;

  Tally(Run run, String topic, Predicate<ConsumerRecord<String, byte[]>> counted) {
    this.consumer = KafkaClients.tail(run, topic, MAX_POLL_RECORDS);
    this.topic = topic;
    this.counted = counted;
  }

  /** How many sagas were counted. */
  int sagas() {
    return firstAt.size();
  }

  /** How many records were counted beside the first of each saga. */
  long repeated() {
    return repeated;
  }

  /** When Kafka was given the saga's first record, in milliseconds since 1970. */
  long firstAt(String sagaId) {
    return firstAt.getOrDefault(sagaId, Long.MAX_VALUE);
  }

  /** Reads on until so many sagas are counted. */
  void await(int sagas) {
    var lastProgress = System.nanoTime();
    while (sagas() < sagas) {
      var before = sagas();
      poll(POLL);
      if (sagas() > before) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > STALLED_AFTER.toNanos()) {
        throw new IllegalStateException(
            "%s stands still: %,d of %,d sagas for %d s"
                .formatted(topic, sagas(), sagas, STALLED_AFTER.toSeconds()));
      }
    }
  }

  /** Reads what is there now, and what comes within this time. */
  void awaitMore(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      poll(POLL);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private void poll(Duration time) {
    for (var record : consumer.poll(time)) {
      if (counted.test(record) && firstAt.putIfAbsent(record.key(), record.timestamp()) != null) {
        repeated++;
      }
    }
  }
}
