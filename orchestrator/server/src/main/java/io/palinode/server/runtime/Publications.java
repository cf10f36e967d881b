package io.palinode.server.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Knows up to which batch Kafka has acknowledged everything that was to be sent.
 *
 * <p>Used by the shard's thread only.
 */
final class Publications {
  /**
   * Above this many bytes sent without acknowledgement a shard takes no input: Kafka is slow, or
   * away.
   */
  static final long MAX_UNACKNOWLEDGED = 8L << 20;

  private final Deque<Outstanding> batches = new ArrayDeque<>();
  private Outstanding opened = new Outstanding(0, 0);
  private long through;
  private long noteworthy;
  private long unacknowledged;
  private boolean frozen;

  /** Nothing is on its way; everything up to the given batch is acknowledged. */
  Publications(long through) {
    this.through = through;
  }

  /** A batch is durable, and these records of it are about to be sent. Batches come in order. */
  void begin(long batch, List<Sending> records) {
    batches.addLast(new Outstanding(batch, records.size()));
    for (Sending sending : records) {
      unacknowledged += sending.weight();
    }
    settle();
  }

  /** A batch before all others, whose records follow. */
  void open(long batch) {
    opened = new Outstanding(batch, 0);
    opened.records = 1;
    batches.addLast(opened);
  }

  /** One more record of the batch that was opened is about to be sent. */
  void add(Sending sending) {
    opened.records++;
    opened.hadRecords = true;
    unacknowledged += sending.weight();
  }

  /** No more records of the batch that was opened follow. */
  void close() {
    opened.records--;
    settle();
  }

  /** One record of the batch is acknowledged. */
  void acknowledged(long batch, Sending sending) {
    for (Outstanding outstanding : batches) {
      if (outstanding.batch == batch) {
        outstanding.records--;
        unacknowledged -= sending.weight();
        break;
      }
    }
    settle();
  }

  /** A record of the batch is sent in the place of another one. */
  void replaced(Sending sending, Sending by) {
    unacknowledged += by.weight() - sending.weight();
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
    return batches.isEmpty();
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
    private boolean hadRecords;
    private int records;

    private Outstanding(long batch, int records) {
      this.batch = batch;
      this.records = records;
      this.hadRecords = records > 0;
    }
  }
}
