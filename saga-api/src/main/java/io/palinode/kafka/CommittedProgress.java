package io.palinode.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets that are done and not yet committed. A commit that fails is made up for by the next.
 *
 * <p>Used by the loop's thread.
 */
final class CommittedProgress {
  /** The shortest time between two commits, unless partitions go. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(CommittedProgress.class);

  private final Consumer<byte[], byte[]> consumer;
  private final LongSupplier nanos;
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
  private long last;

  CommittedProgress(Consumer<byte[], byte[]> consumer, LongSupplier nanos) {
    this.consumer = consumer;
    this.nanos = nanos;
    this.last = nanos.getAsLong() - PAUSE.toNanos();
  }

  /** Everything before this offset is done. */
  void reached(TopicPartition partition, long offset) {
    done.put(partition, new OffsetAndMetadata(offset));
  }

  boolean isEmpty() {
    return done.isEmpty();
  }

  /** Commits, if it is time to. */
  void commitNowAndThen() {
    if (nanos.getAsLong() - last >= PAUSE.toNanos()) {
      commit();
    }
  }

  void commit() {
    if (done.isEmpty()) {
      return;
    }
    try {
      commitOnce();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("Offsets {} are not committed yet; their records may come again.", done, e);
    }
    last = nanos.getAsLong();
  }

  /** The partitions belong to somebody else now. */
  void forget(Collection<TopicPartition> partitions) {
    done.keySet().removeAll(partitions);
  }

  private void commitOnce() {
    try {
      consumer.commitSync(done);
    } catch (WakeupException e) {
      consumer.commitSync(done);
    }
    done.clear();
  }
}
