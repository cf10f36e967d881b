package io.palinode.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the records of a topic, has them handled, and commits what is answered.
 *
 * <ul>
 *   <li>An offset is committed only after Kafka has what was sent for everything before it.
 *   <li>No new record is begun once {@link #SLICE} has passed since the poll; what is left is
 *       polled again. So a handler may take nearly all of {@code max.poll.interval.ms}, however
 *       many records one poll returned.
 *   <li>A record that cannot be handled for now, or whose answer Kafka did not take, holds up its
 *       partition and no other.
 *   <li>Partitions are only given up between polls, when everything handled is answered and
 *       committed.
 * </ul>
 *
 * <p>Runs on one thread of its own, which alone uses the consumer; {@link #stop} may come from any.
 */
public final class RecordLoop implements Runnable {
  /** The time after a poll in which records are begun. */
  public static final Duration SLICE = Duration.ofSeconds(1);

  /** How long a partition rests before a record that failed is tried again. */
  public static final Duration REST = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(RecordLoop.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SHORT_POLL = Duration.ofMillis(100);

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final RecordHandler handler;
  private final Workers workers;
  private final LongSupplier nanos;
  private final CommittedProgress progress;
  private final RestingPartitions resting;
  private final CountDownLatch stop = new CountDownLatch(1);
  private int turn;

  /**
   * A loop that does not run yet.
   *
   * @param nanos a clock that never goes back, in nanoseconds
   */
  public RecordLoop(
      String topic,
      Consumer<byte[], byte[]> consumer,
      RecordHandler handler,
      Workers workers,
      LongSupplier nanos) {
    this.topic = topic;
    this.consumer = consumer;
    this.handler = handler;
    this.workers = workers;
    this.nanos = nanos;
    this.progress = new CommittedProgress(consumer);
    this.resting = new RestingPartitions(consumer, nanos);
  }

  /**
   * Ends the loop after the records that are being handled; they are still answered and committed.
   */
  public void stop() {
    stop.countDown();
    consumer.wakeup();
  }

  @Override
  public void run() {
    consumer.subscribe(List.of(topic), new Rebalance());
    while (!stopping()) {
      resting.wake();
      ConsumerRecords<byte[], byte[]> batch = poll();
      if (!batch.isEmpty()) {
        handle(batch);
      }
      progress.commit();
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(resting.any() ? SHORT_POLL : POLL);
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    } catch (InterruptException | FencedInstanceIdException e) {
      throw e;
    } catch (InvalidOffsetException e) {
      beginAnew(e);
      return ConsumerRecords.empty();
    } catch (KafkaException e) {
      LOG.error("The records of {} cannot be read for now; going on.", topic, e);
      pause();
      return ConsumerRecords.empty();
    }
  }

  /** Only where the consumer is told not to decide itself; see {@code auto.offset.reset}. */
  private void beginAnew(InvalidOffsetException e) {
    if (e instanceof OffsetOutOfRangeException gap) {
      LOG.error(
          "Records of {} that were not read yet are gone, since they were kept too short or the topic was made anew: next were {}. Going on with the oldest that are there.",
          topic,
          gap.offsetOutOfRangePartitions());
    } else {
      LOG.info("Reading {} from the beginning; nothing was read there before.", e.partitions());
    }
    consumer.seekToBeginning(e.partitions());
  }

  private void handle(ConsumerRecords<byte[], byte[]> batch) {
    long began = nanos.getAsLong();
    List<PartitionWork> work = new ArrayList<>();
    for (TopicPartition partition : batch.partitions()) {
      work.add(new PartitionWork(partition, batch.records(partition)));
    }
    Collections.rotate(work, turn++);
    List<Runnable> tasks = new ArrayList<>();
    for (PartitionWork one : work) {
      tasks.add(() -> one.handle(handler, () -> timeToStop(began)));
    }
    workers.run(tasks);
    forgetInterrupt();
    handler.flush();
    work.forEach(this::settle);
  }

  private void settle(PartitionWork work) {
    work.settle();
    TopicPartition partition = work.partition();
    if (work.advanced()) {
      progress.reached(partition, work.nextOffset());
    }
    if (work.unfinished()) {
      consumer.seek(partition, work.nextOffset());
    }
    if (work.failed()) {
      resting.rest(partition);
    }
  }

  /** True once it was told to stop. */
  public boolean stopping() {
    return stop.getCount() == 0;
  }

  private boolean timeToStop(long began) {
    return stopping() || nanos.getAsLong() - began >= SLICE.toNanos();
  }

  /** A handler may leave its thread interrupted; only a close means it. */
  private void forgetInterrupt() {
    if (!stopping() && Thread.interrupted()) {
      LOG.warn("A handler of {} left its thread interrupted.", topic);
    }
  }

  private void pause() {
    try {
      if (stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopped while Kafka could not be read.");
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * Commits what is done before partitions go. It runs within a poll, so nothing is being handled
   * then.
   */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      progress.commit();
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      LOG.warn("Lost {}: another process handles them now.", partitions);
      forget(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.info("Handling records of {}.", partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      progress.forget(partitions);
      resting.forget(partitions);
    }
  }
}
