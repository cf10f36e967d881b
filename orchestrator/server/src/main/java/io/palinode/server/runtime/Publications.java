package io.palinode.server.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows up to which batch Kafka has acknowledged everything that was to be sent.
 *
 * <p>Used by the shard's thread only.
 */
final class Publications {
  /**
   * Above this many sends without acknowledgement a shard takes no input: Kafka is slow, or away.
   */
  static final int MAX_UNACKNOWLEDGED = 20_000;

  private final Deque<Outstanding> batches = new ArrayDeque<>();
  private long through;
  private long noteworthy;
  private int unacknowledged;
  private boolean frozen;

  /** Nothing is on its way; everything up to the given batch is acknowledged. */
  Publications(long through) {
    this.through = through;
  }

  /**
   * A batch is durable, and this many records of it are about to be sent. Batches come in order.
   */
  void begin(long batch, int records) {
    batches.addLast(new Outstanding(batch, records));
    unacknowledged += records;
    settle();
  }

  /** One record of the batch is acknowledged. */
  void acknowledged(long batch) {
    for (Outstanding outstanding : batches) {
      if (outstanding.batch == batch) {
        outstanding.records--;
        unacknowledged--;
        break;
      }
    }
    settle();
  }

  /** The highest batch up to which everything is acknowledged. */
  long through() {
    return through;
  }

  /**
   * The highest batch up to {@link #through} that had anything to send: what a successor must be
   * told.
   */
  long noteworthy() {
    return noteworthy;
  }

  /**
   * Leaves {@link #through} where it is for this term: something above it may never have been sent,
   * and this owner cannot tell what.
   */
  void freeze() {
    frozen = true;
  }

  /** True if everything that was sent is acknowledged. */
  boolean isSettled() {
    return unacknowledged == 0;
  }

  /** True if more may be sent. */
  boolean hasRoom() {
    return unacknowledged < MAX_UNACKNOWLEDGED;
  }

  private void settle() {
    while (!batches.isEmpty() && batches.peekFirst().records == 0) {
      Outstanding settled = batches.removeFirst();
      if (!frozen) {
        through = settled.batch;
        noteworthy = settled.hadRecords ? settled.batch : noteworthy;
      }
    }
  }

  private static final class Outstanding {
    private final long batch;
    private final boolean hadRecords;
    private int records;

    private Outstanding(long batch, int records) {
      this.batch = batch;
      this.records = records;
      this.hadRecords = records > 0;
    }
  }
}
