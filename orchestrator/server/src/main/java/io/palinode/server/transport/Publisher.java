package io.palinode.server.transport;

import io.palinode.message.WireRecord;

/**
 * Sends records to Kafka.
 *
 * <p>Records with one key arrive in the order in which they were sent. Safe for use by any thread.
 */
@FunctionalInterface
public interface Publisher {

  /**
   * Sends a record; its key decides the partition.
   *
   * @param ack called once, by a thread of the adapter or, where the record is refused at once, by
   *     the caller's own before this returns; must only enqueue
   */
  void send(String topic, WireRecord record, Ack ack);

  /** Hears what became of one record. */
  interface Ack {
    /** The record is on all in-sync replicas. */
    void acknowledged();

    /**
     * The record was given up; sending it again is the caller's decision, and of no use after a
     * {@link RecordRefused}.
     */
    void failed(Exception why);
  }
}
