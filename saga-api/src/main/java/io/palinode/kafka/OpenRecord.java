package io.palinode.kafka;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that was polled, until it and all before it in its partition are done.
 *
 * <p>Guarded by the lock of {@link OpenRecords}.
 */
final class OpenRecord {
  private static final ByteBuffer NO_KEY = ByteBuffer.allocate(0);

  private final OpenPartition partition;
  private final long offset;
  private @Nullable ConsumerRecord<byte[], byte[]> record;
  private State state = State.WAITING;

  /** How far a record has come. */
  enum State {
    /** Not begun, or to be tried again. */
    WAITING,
    /** A worker handles it. */
    IN_HAND,
    /** Handled; whether Kafka has what was sent is not known yet. */
    ANSWERED,
    DONE,
    /** Its partition belongs to somebody else, and what becomes of it counts no more. */
    GIVEN_UP
  }

  OpenRecord(OpenPartition partition, ConsumerRecord<byte[], byte[]> record) {
    this.partition = partition;
    this.offset = record.offset();
    this.record = record;
  }

  OpenPartition partition() {
    return partition;
  }

  long offset() {
    return offset;
  }

  /** The record itself, until it is done. */
  ConsumerRecord<byte[], byte[]> record() {
    return Objects.requireNonNull(record);
  }

  /** What it is kept in order with. */
  ByteBuffer key() {
    byte @Nullable [] key = record().key();
    return key == null ? NO_KEY : ByteBuffer.wrap(key);
  }

  /** The size of its key and value. */
  int bytes() {
    return Math.max(0, record().serializedKeySize()) + Math.max(0, record().serializedValueSize());
  }

  State state() {
    return state;
  }

  void becomes(State next) {
    state = next;
    if (next == State.DONE) {
      record = null; // a slow one before it may keep it here for long
    }
  }
}
