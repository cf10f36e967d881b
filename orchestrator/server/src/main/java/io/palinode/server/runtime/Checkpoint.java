package io.palinode.server.runtime;

/** A point in the shard loop at which a fault test may stop the process. */
public enum Checkpoint {
  /** Input is polled and decided on; the batch is not yet sent to the journal. */
  DECIDED_NOT_JOURNALED,
  /** A batch is durable; its commands are not yet sent. */
  JOURNALED_NOT_PUBLISHED,
  /** Kafka has a batch's command; the journal does not know it yet. */
  PUBLISHED_NOT_NOTED;

  /** Hears of every checkpoint that a shard reaches, on the shard's thread. */
  @FunctionalInterface
  public interface Listener {
    void reached(Checkpoint checkpoint);
  }
}
