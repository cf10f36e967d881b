package io.palinode.server.transport.kafka;

import io.palinode.message.Topics;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputListener;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards that this node reads, and their partitions in the consumer.
 *
 * <ul>
 *   <li>A shard is opened in two steps, because the broker has to be asked what it still has: it
 *       waits in line until the broker has answered.
 *   <li>A shard whose partitions do not answer costs the others half a second in each second.
 *   <li>A shard that fails is closed; the others go on.
 * </ul>
 *
 * <p>Only the feed's thread knows it.
 */
final class OpenShards {
  private static final Logger LOG = LoggerFactory.getLogger(OpenShards.class);
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final RepeatedWarning warning = new RepeatedWarning(LOG, SILENCE);
  private final Map<Integer, ShardReading> readings = new LinkedHashMap<>();
  private final Consumer<byte[], byte[]> consumer;
  private final StartingPoint start;
  private final OffsetMirror mirror;
  private final ReplyEnds ends;
  private final Topics topics;
  private long retryAt = System.nanoTime();

  OpenShards(
      Consumer<byte[], byte[]> consumer,
      StartingPoint start,
      OffsetMirror mirror,
      ReplyEnds ends,
      Topics topics) {
    this.consumer = consumer;
    this.start = start;
    this.mirror = mirror;
    this.ends = ends;
    this.topics = topics;
  }

  StartingPoint startingPoint() {
    return start;
  }

  void open(int shard, InputPosition from, InputListener listener) {
    close(shard);
    readings.put(shard, new ShardReading(shard, topics, from, listener, System::nanoTime));
  }

  void pause(int shard, Source source) {
    var reading = readings.get(shard);
    if (reading != null) {
      reading.pause(source);
      if (reading.hasBegun()) {
        consumer.pause(List.of(reading.partition(source)));
      }
    }
  }

  void resume(int shard, Source source) {
    var reading = readings.get(shard);
    if (reading != null) {
      reading.resume(source);
      if (reading.hasBegun()) {
        consumer.resume(List.of(reading.partition(source)));
      }
    }
  }

  void catchUp(int shard) {
    var reading = readings.get(shard);
    if (reading != null) {
      reading.catchUp();
    }
  }

  void close(int shard) {
    var reading = readings.remove(shard);
    if (reading != null && reading.hasBegun()) {
      mirror.commitLast(reading);
      Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
      reading.partitions().forEach(assigned::remove);
      consumer.assign(assigned);
    }
  }

  /** Asks Kafka for the ends of the shards that are to catch up. */
  void askEnds() {
    var wanting = readings.values().stream().filter(ShardReading::wantsEnd).toList();
    ends.ask(wanting, this::endAnswered);
  }

  /** The answer may come when the shard is closed, or opened anew. */
  private void endAnswered(ShardReading reading) {
    if (readings.get(reading.shard()) == reading) {
      reading.checkBacklog(this::position);
    }
  }

  /** Where the consumer stands, or -1 where it does not know for the moment. */
  long position(TopicPartition partition) {
    try {
      return consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException | WakeupException e) {
      LOG.trace("No position yet", e);
      return -1;
    }
  }

  void disconnect() {
    ends.close();
  }

  void closeAll() {
    List.copyOf(readings.keySet()).forEach(this::close);
  }

  void fail(ShardReading reading, String why) {
    close(reading.shard());
    reading.failed(why);
  }

  void failAll(String why) {
    var failed = List.copyOf(readings.values());
    readings.clear();
    consumer.unsubscribe();
    failed.forEach(reading -> reading.failed(why));
  }

  /** Those that have begun, in a list of its own. */
  List<ShardReading> begun() {
    return readings.values().stream().filter(ShardReading::hasBegun).toList();
  }

  /** Begins to read the shards that wait in line, as far as the broker answers. */
  void beginOpened() {
    var inLine = readings.values().stream().filter(reading -> !reading.hasBegun()).toList();
    if (inLine.isEmpty() || System.nanoTime() - retryAt < 0) {
      return;
    }
    try {
      inLine.forEach(this::begin);
    } catch (WakeupException e) {
      LOG.trace("An order came in between; what has not begun is still in line", e);
    } catch (RetriableException | AuthenticationException e) {
      retryAt = System.nanoTime() + RETRY_NANOS;
      warning.warn(
          "opening",
          "Kafka at {} does not say what it holds of {} and {}, asking again: {}",
          start.bootstrapServers(),
          topics.starts(),
          topics.replies(),
          e.toString());
    }
  }

  private void begin(ShardReading reading) {
    StartingPoint.Extent extent;
    try {
      extent = start.extent(reading.partitions());
    } catch (AuthorizationException e) {
      fail(reading, start.refusal(e));
      return;
    }
    var gap = extent.gap(reading);
    if (gap.isPresent()) {
      fail(reading, gap.get());
      return;
    }
    assignMore(reading.partitions());
    extent.begin(reading).forEach(consumer::seek);
    consumer.pause(reading.paused());
    reading.begun(extent.backlogEnd(reading));
  }

  private void assignMore(Collection<TopicPartition> partitions) {
    Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
    assigned.addAll(partitions);
    consumer.assign(assigned);
  }
}
