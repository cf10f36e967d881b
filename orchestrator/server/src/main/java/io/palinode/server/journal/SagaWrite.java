package io.palinode.server.journal;

/**
 * What one batch does to one saga's log znode. All writes of a batch are applied, or none is.
 *
 * <p>A log is written whole; {@code log} arrays belong to the batch and are not changed afterwards.
 */
public sealed interface SagaWrite {
  /** The greatest size of one saga's log, in bytes. */
  int MAX_LOG_BYTES = 256 * 1024;

  String sagaId();

  /** What the write does about the saga's lock. */
  SagaLock lock();

  /** A new saga. */
  record Create(String sagaId, byte[] log, SagaLock lock) implements SagaWrite {}

  /**
   * More entries for a live saga.
   *
   * @param log the whole log, old entries included
   * @param version the version that the log has now
   */
  record Append(String sagaId, byte[] log, int version, SagaLock lock) implements SagaWrite {}

  /**
   * The end of a saga whose last report Kafka has acknowledged.
   *
   * @param version the version that the log has now
   */
  record Remove(String sagaId, int version) implements SagaWrite {
    /** The write that ended the saga has let go of its lock. */
    @Override
    public SagaLock lock() {
      return SagaLock.NONE;
    }
  }
}
