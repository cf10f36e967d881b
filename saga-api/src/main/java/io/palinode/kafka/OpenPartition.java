package io.palinode.kafka;

import io.palinode.kafka.OpenRecord.State;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition from the first that is not done on. Those that are not handled yet
 * are in lanes, one for each key.
 *
 * <p>Guarded by the lock of {@link OpenRecords}.
 */
final class OpenPartition {
  private final Deque<OpenRecord> records = new ArrayDeque<>();
  private final Map<ByteBuffer, Lane> lanes = new HashMap<>();
  private final Deque<Lane> held = new ArrayDeque<>();
  private long waitingBytes;
  private int underWay;
  private boolean full;
  private OptionalLong reached = OptionalLong.empty();
  private OptionalLong restingSince = OptionalLong.empty();

  /** Takes in a record; returns its lane if that was empty. */
  @Nullable Lane add(OpenRecord record) {
    records.add(record);
    return enqueue(record);
  }

  /** Puts the first record of a lane into a worker's hand. */
  OpenRecord begin(Lane lane) {
    OpenRecord record = lane.take();
    waitingBytes -= record.bytes();
    underWay++;
    return record;
  }

  /** A worker is through with a record; returns its lane if that has more. */
  @Nullable Lane handled(OpenRecord record) {
    if (record.state() == State.IN_HAND) {
      record.becomes(State.ANSWERED);
    }
    Lane lane = lane(record);
    lane.release();
    if (lane.isEmpty()) {
      lanes.remove(record.key());
      return null;
    }
    return lane;
  }

  /** Kafka has what was sent for a record. */
  void done(OpenRecord record) {
    record.becomes(State.DONE);
    underWay--;
    while (!records.isEmpty() && records.element().state() == State.DONE) {
      reached = OptionalLong.of(records.remove().offset() + 1);
    }
  }

  /** A worker could not handle a record, which keeps its place. */
  void failed(OpenRecord record, long now) {
    Lane lane = lane(record);
    lane.giveBack();
    comesAgain(record, now);
    waitingBytes += record.bytes();
    held.addFirst(lane);
  }

  /**
   * Kafka did not take what was sent for a record. Others of its key may have been handled since.
   */
  void unanswered(OpenRecord record, long now) {
    comesAgain(record, now);
    @Nullable Lane lane = enqueue(record);
    if (lane != null) {
      held.addFirst(lane);
    }
  }

  /** Keeps a lane until the partition has rested. */
  void hold(Lane lane) {
    held.add(lane);
  }

  boolean resting() {
    return restingSince.isPresent();
  }

  /** The lanes that may go on, if the partition has rested since then. */
  Deque<Lane> wake(long then) {
    Deque<Lane> awake = new ArrayDeque<>();
    if (restingSince.isPresent() && restingSince.getAsLong() - then <= 0) {
      restingSince = OptionalLong.empty();
      awake.addAll(held);
      held.clear();
    }
    return awake;
  }

  /** Drops what no worker has in hand. */
  void drop() {
    lanes.values().forEach(Lane::clear);
    lanes.values().removeIf(Lane::isEmpty);
    held.clear();
    restingSince = OptionalLong.empty();
  }

  /** Forgets all that is here; what workers have in hand keeps its lane until they are through. */
  void giveUp() {
    drop();
    records.forEach(record -> record.becomes(State.GIVEN_UP));
    records.clear();
    waitingBytes = 0;
    underWay = 0;
    full = false;
    reached = OptionalLong.empty();
  }

  /** True while records are in hand, or their answers on the way to Kafka. */
  boolean busy() {
    return underWay > 0;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** True from when a bound is reached until half of it is left. */
  boolean full() {
    int share = full ? 2 : 1;
    full =
        waitingBytes >= OpenRecords.MAX_WAITING / share
            || records.size() >= OpenRecords.MAX_OPEN / share;
    return full;
  }

  /** True if it was full and is so no longer. */
  boolean hasRoomAgain() {
    return full && !full();
  }

  /** The offset of the first record that is not done, once after it has moved. */
  OptionalLong takeReached() {
    OptionalLong moved = reached;
    reached = OptionalLong.empty();
    return moved;
  }

  private void comesAgain(OpenRecord record, long now) {
    record.becomes(State.WAITING);
    underWay--;
    restingSince = OptionalLong.of(now);
  }

  private @Nullable Lane enqueue(OpenRecord record) {
    Lane lane = lanes.computeIfAbsent(record.key(), key -> new Lane(this));
    boolean first = lane.isEmpty();
    lane.add(record);
    waitingBytes += record.bytes();
    return first ? lane : null;
  }

  private Lane lane(OpenRecord record) {
    return Objects.requireNonNull(lanes.get(record.key()));
  }
}
