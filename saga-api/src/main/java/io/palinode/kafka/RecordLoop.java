package io.palinode.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * Polls the records of a topic, has workers handle them, and commits what is answered.
 *
 * <ul>
 *   <li>An offset is committed only after Kafka has what was sent for everything before it, ten
 *       times a second.
 *   <li>It polls on while records are handled, so a handler may take any time. Records of one key
 *       in one partition are handled one after another; others pass by a slow one as long as there
 *       are workers.
 *   <li>A partition is not polled while {@link OpenRecords#MAX_WAITING} bytes of it wait for a
 *       worker, or {@link OpenRecords#MAX_OPEN} records have come since the first that is not done.
 *   <li>A record that cannot be handled for now, or whose answer Kafka did not take, holds up its
 *       partition and no other.
 *   <li>A rebalance waits {@link #HAND_OVER} for what is under way in the partitions that go. What
 *       takes longer is handled elsewhere too.
 * </ul>
 *
 * <p>Runs on one thread of its own, which alone uses the consumer; {@link #stop} may come from any.
 */
public final class RecordLoop implements Runnable {
  /** How long a partition rests before a record that failed is tried again. */
  public static final Duration REST = Duration.ofSeconds(1);

  /** How long partitions that go wait for their records that are under way. */
  public static final Duration HAND_OVER = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(RecordLoop.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SHORT_POLL = Duration.ofMillis(100);

  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final RecordHandler handler;
  private final Workers workers;
  private final OpenRecords open;
  private final CommittedProgress progress;
  private final CountDownLatch stop = new CountDownLatch(1);

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
    this.open = new OpenRecords(nanos, consumer::wakeup);
    this.progress = new CommittedProgress(consumer, nanos);
  }

  /**
   * Ends the loop after the records that are being handled; they are still answered and committed.
   */
  public void stop() {
    stop.countDown();
    open.close();
    consumer.wakeup();
  }

  /** True once it was told to stop. */
  public boolean stopping() {
    return stop.getCount() == 0;
  }

  @Override
  public void run() {
    consumer.subscribe(List.of(topic), new Rebalance());
    workers.begin(new Worker(open, handler), consumer::wakeup);
    try {
      while (!stopping() || open.busy()) {
        turn();
      }
      takeProgress();
      progress.commit();
    } finally {
      open.close();
      open.giveUp(consumer.assignment());
    }
  }

  private void turn() {
    open.wake(REST);
    throttle();
    open.add(poll());
    workers.check();
    takeProgress();
    progress.commitNowAndThen();
  }

  /** Polls no more of what is full, nor of anything once it is to stop. */
  private void throttle() {
    Set<TopicPartition> resumed = new HashSet<>(consumer.paused());
    Set<TopicPartition> full = new HashSet<>(consumer.assignment());
    if (!stopping()) {
      full.retainAll(open.full());
    }
    resumed.removeAll(full);
    consumer.pause(full);
    consumer.resume(resumed);
  }

  private void takeProgress() {
    open.progress(progress::reached);
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(open.isEmpty() && progress.isEmpty() ? POLL : SHORT_POLL);
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

  private void pause() {
    try {
      if (stop.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopped while Kafka could not be read.");
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Finishes and commits what is under way before partitions go. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      open.finish(partitions, HAND_OVER);
      takeProgress();
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
      open.giveUp(partitions);
      progress.forget(partitions);
    }
  }
}
