package io.palinode.server.transport;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputRecord.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Both ports of the transport over lists in memory, for tests that own the order of events.
 *
 * <ul>
 *   <li>A record sent is at once in its topic; {@link #acknowledge} tells the sender, oldest first.
 *   <li>Nothing is delivered but by {@link #deliver}: at most so many records for each open shard,
 *       its starts first.
 *   <li>{@link #fail} loses records before they are in their topic; {@link #goAway} keeps them
 *       waiting as Kafka's clients do.
 * </ul>
 *
 * <p>Single-threaded: every callback comes from inside the method that a test calls.
 */
public final class MemoryTransport implements InputFeed, Publisher {
  private final Topics topics;
  private final int shards;
  private final Map<String, List<WireRecord>> partitions;
  private final Map<String, Long> firstOffsets;
  private final Map<Integer, Reading> readings = new TreeMap<>();
  private final Map<Integer, InputPosition> progress = new HashMap<>();
  private final Deque<Sent> unacknowledged = new ArrayDeque<>();
  private final Deque<Sent> waiting = new ArrayDeque<>();
  private @Nullable Exception failure;
  private boolean away;

  public MemoryTransport(Topics topics, int shards) {
    this.topics = topics;
    this.shards = shards;
    this.partitions = new HashMap<>();
    this.firstOffsets = new HashMap<>();
  }

  /** The clients of one more node, on the same topics. */
  public MemoryTransport(MemoryTransport other) {
    this.topics = other.topics;
    this.shards = other.shards;
    this.partitions = other.partitions;
    this.firstOffsets = other.firstOffsets;
  }

  @Override
  public void send(String topic, WireRecord record, Ack ack) {
    var sent = new Sent(topic, record, ack);
    if (failure != null) {
      ack.failed(failure);
    } else if (away) {
      waiting.add(sent);
    } else {
      write(sent);
    }
  }

  @Override
  public void open(int shard, InputPosition from, InputListener listener) {
    readings.put(shard, new Reading(shard, from, listener));
  }

  @Override
  public void pause(int shard, Source source) {
    reading(shard).ifPresent(reading -> reading.paused.add(source));
  }

  @Override
  public void resume(int shard, Source source) {
    reading(shard).ifPresent(reading -> reading.paused.remove(source));
  }

  @Override
  public void catchUp(int shard) {
    reading(shard).ifPresent(reading -> reading.asked = true);
  }

  @Override
  public void progress(int shard, InputPosition position) {
    progress.put(shard, position);
  }

  @Override
  public void close(int shard) {
    readings.remove(shard);
  }

  /** From now on what is sent waits, and nothing is delivered. */
  public void goAway() {
    away = true;
  }

  /** Ends {@link #goAway}: what waits is written, in order. */
  public void comeBack() {
    away = false;
    while (!waiting.isEmpty()) {
      write(waiting.remove());
    }
  }

  /** From now on every send fails with this. */
  public void fail(Exception why) {
    failure = why;
  }

  /** Ends {@link #fail}. */
  public void recover() {
    failure = null;
  }

  /** Acknowledges the oldest sends, at most so many, and says how many there were. */
  public int acknowledge(int atMost) {
    int done = 0;
    while (done < atMost && !unacknowledged.isEmpty()) {
      unacknowledged.remove().ack.acknowledged();
      done++;
    }
    return done;
  }

  /** Fails the oldest sends that wait for their ack, though their records are written. */
  public int failAcks(int atMost, Exception why) {
    int done = 0;
    while (done < atMost && !unacknowledged.isEmpty()) {
      unacknowledged.remove().ack.failed(why);
      done++;
    }
    return done;
  }

  /**
   * Begins what was opened and hands each open shard at most so many records, the starts first.
   *
   * @return how many records were handed over
   */
  public int deliver(int atMost) {
    int delivered = 0;
    if (!away) {
      for (Reading reading : List.copyOf(readings.values())) {
        delivered += reading.turn(atMost);
      }
    }
    return delivered;
  }

  /** Writes a record into this very partition, as a foreign client would. */
  public void write(Source source, int shard, WireRecord record) {
    partition(topic(source), shard).add(record);
  }

  /** Deletes all records of a partition that lie before this offset. */
  public void deleteBefore(Source source, int shard, long offset) {
    firstOffsets.put(name(topic(source), shard), offset);
  }

  /** All records of a topic, partition by partition. */
  public List<WireRecord> records(String topic) {
    List<WireRecord> all = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      all.addAll(partition(topic, shard));
    }
    return all;
  }

  /** The offset that the next record of a partition gets. */
  public long end(Source source, int shard) {
    return partition(topic(source), shard).size();
  }

  public int unacknowledged() {
    return unacknowledged.size();
  }

  /** How far the shard last said it was, for lag tools. */
  public @Nullable InputPosition progressOf(int shard) {
    return progress.get(shard);
  }

  private void write(Sent sent) {
    String key = sent.record.key();
    int shard = key == null ? 0 : ShardOf.shardOf(key, shards);
    partition(sent.topic, shard).add(sent.record);
    unacknowledged.add(sent);
  }

  private Optional<Reading> reading(int shard) {
    return Optional.ofNullable(readings.get(shard));
  }

  private List<WireRecord> partition(String topic, int shard) {
    return partitions.computeIfAbsent(name(topic, shard), name -> new ArrayList<>());
  }

  private String topic(Source source) {
    return source == Source.STARTS ? topics.starts() : topics.replies();
  }

  private static String name(String topic, int shard) {
    return topic + "/" + shard;
  }

  private record Sent(String topic, WireRecord record, Ack ack) {}

  /** One opening of a shard. */
  private final class Reading {
    private final int shard;
    private final InputListener listener;
    private final Map<Source, Long> next = new EnumMap<>(Source.class);
    private @Nullable InputPosition backlogEnd;
    private boolean caughtUp;
    private boolean asked;
    private final Set<Source> paused = EnumSet.noneOf(Source.class);

    Reading(int shard, InputPosition from, InputListener listener) {
      this.shard = shard;
      this.listener = listener;
      next.put(Source.STARTS, from.starts());
      next.put(Source.REPLIES, from.replies());
    }

    int turn(int atMost) {
      if (backlogEnd == null && !begin()) {
        return 0;
      }
      answerIfAsked();
      List<InputRecord> arrived = new ArrayList<>();
      for (Source source : Source.values()) {
        if (!paused.contains(source)) {
          take(source, atMost - arrived.size(), arrived);
        }
      }
      if (!arrived.isEmpty()) {
        listener.arrived(arrived);
      }
      sayWhenCaughtUp();
      return arrived.size();
    }

    private boolean begin() {
      for (Source source : Source.values()) {
        long first = firstOffsets.getOrDefault(name(topic(source), shard), 0L);
        long end = end(source, shard);
        next.computeIfPresent(source, (s, at) -> at == InputPosition.NONE ? first : at);
        if (next.get(source) < first || next.get(source) > end) {
          readings.remove(shard, this);
          listener.failed(
              "%s partition %d: expected to go on at offset %d, but it has offsets %d to %d."
                  .formatted(topic(source), shard, next.get(source), first, end));
          return false;
        }
      }
      backlogEnd = new InputPosition(end(Source.STARTS, shard), end(Source.REPLIES, shard));
      listener.opened(backlogEnd);
      return true;
    }

    private void answerIfAsked() {
      if (asked) {
        asked = false;
        backlogEnd = new InputPosition(InputPosition.NONE, end(Source.REPLIES, shard));
        caughtUp = false;
      }
    }

    private void take(Source source, int atMost, List<InputRecord> arrived) {
      long from = next.get(source);
      long to = Math.min(end(source, shard), from + atMost);
      for (long offset = from; offset < to; offset++) {
        var record = partition(topic(source), shard).get((int) offset);
        arrived.add(new InputRecord(source, offset, record));
      }
      next.put(source, Math.max(from, to));
    }

    private void sayWhenCaughtUp() {
      if (!caughtUp
          && backlogEnd != null
          && next.get(Source.STARTS) >= backlogEnd.starts()
          && next.get(Source.REPLIES) >= backlogEnd.replies()) {
        caughtUp = true;
        listener.caughtUp();
      }
    }
  }
}
