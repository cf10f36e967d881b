package io.palinode.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A consumer to which things happen in the order of a script, each in a poll of its own and as soon
 * as it may. Polls whose time has not come find nothing.
 *
 * <p>Used by the loop's thread.
 */
final class ScriptedConsumer extends MockConsumer<byte[], byte[]> {
  static final String TOPIC = "palinode.commands.payments";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Deque<Scene> script = new ArrayDeque<>();
  private final Map<Integer, Long> committed = new HashMap<>();
  private final Instant deadline = Instant.now().plus(PATIENCE);
  private ConsumerRebalanceListener listener = new NoListener();
  private int commitFailures;

  ScriptedConsumer() {
    super("earliest");
  }

  private record Scene(BooleanSupplier when, Runnable what) {}

  /** What happens next. */
  void then(Runnable what) {
    script.add(new Scene(() -> true, what));
  }

  /** What happens next, once this is so. */
  void when(BooleanSupplier when, Runnable what) {
    script.add(new Scene(when, what));
  }

  /** Gives the group's member these partitions, and takes all others from it. */
  void assign(TopicPartition... partitions) {
    rebalance(List.of(partitions));
    for (TopicPartition partition : partitions) {
      updateBeginningOffsets(Map.of(partition, 0L));
    }
  }

  /** The group has given the partitions to others without asking, and gives them back. */
  void loseAndGetBack(TopicPartition partition) {
    listener.onPartitionsLost(List.of(partition));
    seek(partition, committed.getOrDefault(partition.partition(), 0L));
  }

  /** Records whose key is the first letter of their value. */
  void send(TopicPartition partition, long offset, String... values) {
    long next = offset;
    for (String value : values) {
      byte[] key = value.substring(0, 1).getBytes(UTF_8);
      byte[] bytes = value.getBytes(UTF_8);
      addRecord(
          new ConsumerRecord<>(
              TOPIC,
              partition.partition(),
              next++,
              0,
              TimestampType.CREATE_TIME,
              key.length,
              bytes.length,
              key,
              bytes,
              new RecordHeaders(),
              Optional.empty()));
    }
  }

  void failNextCommit() {
    commitFailures++;
  }

  /** The next offset of each partition. */
  Map<Integer, Long> committedOffsets() {
    return committed;
  }

  @Override
  public synchronized void subscribe(
      Collection<String> topics, ConsumerRebalanceListener rebalances) {
    listener = rebalances;
    super.subscribe(topics, rebalances);
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (Instant.now().isAfter(deadline)) {
      throw new AssertionError("%d scenes are left.".formatted(script.size()));
    }
    if (!script.isEmpty() && script.element().when().getAsBoolean()) {
      schedulePollTask(script.remove().what());
    }
    return super.poll(timeout);
  }

  @Override
  public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (commitFailures > 0) {
      commitFailures--;
      throw new TimeoutException("No coordinator.");
    }
    super.commitSync(offsets);
    offsets.forEach((at, offset) -> committed.put(at.partition(), offset.offset()));
  }

  private static final class NoListener implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
  }
}
