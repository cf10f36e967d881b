package io.palinode.server.runtime;

import io.palinode.server.transport.ShardPublisher;

/**
 * Whether a term may send: a publisher that keeps older owners out waits until a batch that was
 * written after they were kept out has passed the fence.
 *
 * <p>Until then the term takes no input either, so that nothing but the batch that is waited for
 * can stand in its way. Used by the shard's thread only.
 */
final class Confirmation {
  private static final long NONE = Long.MAX_VALUE;

  private final ShardPublisher publisher;
  private Stage stage;
  private long batch = NONE;

  private enum Stage {
    OTHERS_MAY_SEND,
    OTHERS_KEPT_OUT,
    BATCH_ON_ITS_WAY,
    GIVEN
  }

  Confirmation(ShardPublisher publisher) {
    this.publisher = publisher;
    this.stage = publisher.awaitsConfirmation() ? Stage.OTHERS_MAY_SEND : Stage.GIVEN;
  }

  boolean isGiven() {
    return stage == Stage.GIVEN;
  }

  /** True if a batch is to be written although it has nothing in it. */
  boolean isDue() {
    return stage == Stage.OTHERS_KEPT_OUT;
  }

  void othersKeptOut() {
    stage = Stage.OTHERS_KEPT_OUT;
  }

  void submitted(long number) {
    if (stage == Stage.OTHERS_KEPT_OUT) {
      stage = Stage.BATCH_ON_ITS_WAY;
      batch = number;
    }
  }

  void committed(long number) {
    if (stage == Stage.BATCH_ON_ITS_WAY && number >= batch) {
      stage = Stage.GIVEN;
      publisher.confirm();
    }
  }
}
