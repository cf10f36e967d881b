package io.palinode.server.transport.kafka;

import io.palinode.kafka.KafkaRecords;
import io.palinode.message.Topics;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputListener;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One opening of one shard: its two partitions, where to begin, and who listens.
 *
 * <p>Only the feed's thread knows it.
 */
final class ShardReading {
  /**
   * After so long an end that was not reached is asked for again: a broker that lost records when
   * it took over a partition has a nearer one.
   */
  static final long END_HOLDS_NANOS = Duration.ofSeconds(10).toNanos();

  private static final InputPosition FAR_AWAY =
      new InputPosition(InputPosition.NONE, Long.MAX_VALUE);

  private final int shard;
  private final InputPosition from;
  private final InputListener listener;
  private final TopicPartition starts;
  private final TopicPartition replies;
  private final Set<Source> paused = EnumSet.noneOf(Source.class);
  private final LongSupplier nanos;
  private @Nullable InputPosition backlogEnd;
  private Backlog backlog = Backlog.UNREAD;
  private long endKnownAt;

  /** How far the reading is from what it was last asked to reach. */
  private enum Backlog {
    END_WANTED,
    END_ASKED,
    UNREAD,
    READ
  }

  /**
   * Not begun yet.
   *
   * @param nanos a clock that never goes back, in nanoseconds
   */
  ShardReading(
      int shard, Topics topics, InputPosition from, InputListener listener, LongSupplier nanos) {
    this.shard = shard;
    this.nanos = nanos;
    this.from = from;
    this.listener = listener;
    this.starts = new TopicPartition(topics.starts(), shard);
    this.replies = new TopicPartition(topics.replies(), shard);
  }

  int shard() {
    return shard;
  }

  List<TopicPartition> partitions() {
    return List.of(starts, replies);
  }

  /** The next offset that the journal names, or {@link InputPosition#NONE}. */
  long expected(TopicPartition partition) {
    return partition.equals(starts) ? from.starts() : from.replies();
  }

  TopicPartition partition(Source source) {
    return source == Source.STARTS ? starts : replies;
  }

  /** The partitions of which no records are wanted for now. */
  List<TopicPartition> paused() {
    return paused.stream().map(this::partition).toList();
  }

  /** True if no records are wanted at all for now. */
  boolean isPaused() {
    return paused.size() == Source.values().length;
  }

  void pause(Source source) {
    paused.add(source);
  }

  void resume(Source source) {
    paused.remove(source);
  }

  boolean hasBegun() {
    return backlogEnd != null;
  }

  void begun(InputPosition end) {
    backlogEnd = end;
    endKnownAt = nanos.getAsLong();
    listener.opened(end);
  }

  void failed(String why) {
    listener.failed(why);
  }

  /** Hands over what a poll brought for this shard. */
  void deliver(ConsumerRecords<byte[], byte[]> polled) {
    var ofStarts = polled.records(starts);
    var ofReplies = polled.records(replies);
    if (ofStarts.isEmpty() && ofReplies.isEmpty()) {
      return;
    }
    List<InputRecord> arrived = new ArrayList<>(ofStarts.size() + ofReplies.size());
    copy(ofStarts, Source.STARTS, arrived);
    copy(ofReplies, Source.REPLIES, arrived);
    listener.arrived(arrived);
  }

  /** The replies are to be read that Kafka has from now on. */
  void catchUp() {
    backlog = Backlog.END_WANTED;
    if (hasBegun()) {
      backlogEnd = FAR_AWAY;
    }
  }

  /** True if Kafka is to be asked how far the replies go. */
  boolean wantsEnd() {
    return backlog == Backlog.END_WANTED
        || (backlog == Backlog.UNREAD
            && hasBegun()
            && nanos.getAsLong() - endKnownAt >= END_HOLDS_NANOS);
  }

  void endAsked() {
    backlog = Backlog.END_ASKED;
  }

  void endUnknown() {
    backlog = Backlog.END_WANTED;
  }

  /**
   * An end that is farther away than the last one is not waited for: that is not what was asked.
   */
  void endAnswered(long replies) {
    long known = backlogEnd == null ? Long.MAX_VALUE : backlogEnd.replies();
    backlog = Backlog.UNREAD;
    backlogEnd = new InputPosition(InputPosition.NONE, Math.min(known, replies));
    endKnownAt = nanos.getAsLong();
  }

  /** Says once that the backlog is read, when the positions of the consumer show it. */
  void checkBacklog(Positions positions) {
    if (backlog == Backlog.UNREAD
        && backlogEnd != null
        && positions.of(starts) >= backlogEnd.starts()
        && positions.of(replies) >= backlogEnd.replies()) {
      backlog = Backlog.READ;
      listener.caughtUp();
    }
  }

  private static void copy(
      List<ConsumerRecord<byte[], byte[]>> from, Source source, List<InputRecord> to) {
    for (var record : from) {
      to.add(new InputRecord(source, record.offset(), KafkaRecords.incoming(record)));
    }
  }

  /** The next offset that the consumer will read. */
  interface Positions {
    long of(TopicPartition partition);
  }
}
