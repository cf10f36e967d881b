package io.palinode.kafka;

import io.palinode.kafka.OpenRecord.State;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The records of one key in one partition that are not handled yet, in order. The first alone may
 * be in a worker's hand.
 *
 * <p>Guarded by the lock of {@link OpenRecords}.
 */
final class Lane {
  private final OpenPartition partition;
  private final Deque<OpenRecord> records = new ArrayDeque<>(2);
  private boolean taken;

  Lane(OpenPartition partition) {
    this.partition = partition;
  }

  OpenPartition partition() {
    return partition;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  void add(OpenRecord record) {
    records.add(record);
  }

  /** Puts the first record into a worker's hand. */
  OpenRecord take() {
    OpenRecord first = records.element();
    first.becomes(State.IN_HAND);
    taken = true;
    return first;
  }

  /** The worker is through with the first record. */
  void release() {
    records.remove();
    taken = false;
  }

  /** The worker gives the first record back. */
  void giveBack() {
    taken = false;
  }

  /** Forgets what no worker has in hand. */
  void clear() {
    while (records.size() > (taken ? 1 : 0)) {
      records.removeLast();
    }
  }
}
