package io.palinode.kafka;

import io.palinode.kafka.OpenRecord.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The records between the loop that polls them and the workers that handle them.
 *
 * <ul>
 *   <li>Records of one key in one partition are handed out one after another, others side by side.
 *   <li>A partition has advanced as far as its records are done without a gap.
 *   <li>A record that failed comes again after its partition has rested; nothing of that partition
 *       is handed out meanwhile.
 *   <li>Of a partition that is given up, what is in hand is finished and counts no more. Should the
 *       partition come back, records of the same key wait for that.
 * </ul>
 *
 * <p>Safe for use by any thread.
 */
final class OpenRecords {
  /** Records of a partition from the first that is not done on; with these it is full. */
  static final int MAX_OPEN = 10_000;

  /** Bytes of a partition's keys and values that wait for a worker; with these it is full. */
  static final long MAX_WAITING = 1024 * 1024;

  private final LongSupplier nanos;
  private final Runnable news;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Condition through = lock.newCondition();
  private final Map<TopicPartition, OpenPartition> partitions = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param nanos a clock that never goes back, in nanoseconds
   * @param news told, by any thread, when a full partition has room again, and when nothing is
   *     under way any more after a {@link #close}
   */
  OpenRecords(LongSupplier nanos, Runnable news) {
    this.nanos = nanos;
    this.news = news;
  }

  /** Takes in what was polled. */
  void add(ConsumerRecords<byte[], byte[]> polled) {
    locked(
        () -> {
          for (TopicPartition id : polled.partitions()) {
            OpenPartition partition = partitions.computeIfAbsent(id, key -> new OpenPartition());
            for (ConsumerRecord<byte[], byte[]> record : polled.records(id)) {
              enqueue(partition.add(new OpenRecord(partition, record)));
            }
          }
        });
  }

  /** The next record for a worker's hand, or null if there is none for now. */
  @Nullable OpenRecord poll() {
    return locked(this::next);
  }

  /** Waits for the next record for a worker's hand; null means that no more will come. */
  @Nullable OpenRecord take() {
    return locked(
        () -> {
          @Nullable OpenRecord next = next();
          while (next == null && !closed) {
            more.awaitUninterruptibly();
            next = next();
          }
          return next;
        });
  }

  /** A worker is through with a record. */
  void handled(OpenRecord record) {
    locked(() -> enqueue(record.partition().handled(record)));
  }

  /** A worker could not handle a record. */
  void failed(OpenRecord record) {
    locked(
        () -> {
          if (record.state() == State.GIVEN_UP) {
            enqueue(record.partition().handled(record));
          } else {
            record.partition().failed(record, nanos.getAsLong());
            tell(record.partition());
          }
        });
  }

  /** Kafka has what was sent for a record that was handled, or did not take it. */
  void settled(OpenRecord record, boolean taken) {
    locked(
        () -> {
          if (record.state() == State.GIVEN_UP) {
            return;
          }
          if (taken) {
            record.partition().done(record);
          } else {
            record.partition().unanswered(record, nanos.getAsLong());
          }
          tell(record.partition());
        });
  }

  /** Lets partitions go on that have rested for so long. */
  void wake(Duration rest) {
    long then = nanos.getAsLong() - rest.toNanos();
    locked(
        () ->
            partitions.values().forEach(partition -> partition.wake(then).forEach(this::enqueue)));
  }

  /** The partitions of which no more should be polled. */
  Set<TopicPartition> full() {
    return locked(
        () ->
            partitions.entrySet().stream()
                .filter(entry -> entry.getValue().full())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
  }

  /** Tells of each partition that has advanced since the last time, and to which offset. */
  void progress(BiConsumer<TopicPartition, Long> reached) {
    locked(
        () ->
            partitions.forEach(
                (id, partition) ->
                    partition.takeReached().ifPresent(offset -> reached.accept(id, offset))));
  }

  /** True if nothing is here. */
  boolean isEmpty() {
    return locked(() -> partitions.values().stream().allMatch(OpenPartition::isEmpty));
  }

  /** True while records are in hand, or what was sent for them is on its way to Kafka. */
  boolean busy() {
    return locked(() -> busy(partitions.keySet()));
  }

  /** Hands out nothing more. */
  void close() {
    locked(
        () -> {
          closed = true;
          more.signalAll();
        });
  }

  /**
   * Hands out nothing more of these partitions, and waits until what is under way of them is done,
   * as long as the limit says.
   */
  void finish(Collection<TopicPartition> going, Duration limit) {
    locked(
        () -> {
          drop(going);
          try {
            long left = limit.toNanos();
            while (busy(going) && left > 0) {
              left = through.awaitNanos(left);
            }
          } catch (InterruptedException e) {
            throw new InterruptException(e);
          }
        });
  }

  /** Forgets these partitions. */
  void giveUp(Collection<TopicPartition> gone) {
    locked(
        () -> {
          drop(gone);
          known(gone).forEach(OpenPartition::giveUp);
        });
  }

  private @Nullable OpenRecord next() {
    while (!closed && !ready.isEmpty()) {
      Lane lane = ready.remove();
      OpenPartition partition = lane.partition();
      if (!partition.resting()) {
        OpenRecord record = partition.begin(lane);
        tellOfRoom(partition);
        return record;
      }
      partition.hold(lane);
    }
    return null;
  }

  private void enqueue(@Nullable Lane lane) {
    if (lane != null) {
      ready.add(lane);
      more.signal();
    }
  }

  private void tell(OpenPartition partition) {
    through.signal();
    tellOfRoom(partition);
    if (closed && !busy(partitions.keySet())) {
      news.run();
    }
  }

  private void tellOfRoom(OpenPartition partition) {
    if (partition.hasRoomAgain()) {
      news.run();
    }
  }

  private void drop(Collection<TopicPartition> gone) {
    List<OpenPartition> dropped = known(gone).toList();
    ready.removeIf(lane -> dropped.contains(lane.partition()));
    dropped.forEach(OpenPartition::drop);
  }

  private boolean busy(Collection<TopicPartition> some) {
    return known(some).anyMatch(OpenPartition::busy);
  }

  private Stream<OpenPartition> known(Collection<TopicPartition> some) {
    return some.stream().map(partitions::get).filter(Objects::nonNull);
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
