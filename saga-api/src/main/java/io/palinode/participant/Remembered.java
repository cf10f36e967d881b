package io.palinode.participant;

import io.palinode.message.CommandOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What an inbox knows when a command comes in.
 *
 * @param highestEpoch the highest epoch seen for the saga, {@link #NO_EPOCH} where none is
 *     remembered
 * @param same how this very command was settled, null where it was not
 * @param opposite how the command in the other direction of the same step was settled, null where
 *     it was not
 */
public record Remembered(long highestEpoch, @Nullable Settled same, @Nullable Settled opposite) {
  /** Below every epoch. */
  public static final long NO_EPOCH = Long.MIN_VALUE;

  /** The memory of a saga that was never heard of. */
  public static final Remembered NOTHING = new Remembered(NO_EPOCH, null, null);

  /**
   * How a command was settled.
   *
   * @param attempt the attempt that settled it
   * @param outcome succeeded or rejected
   */
  public record Settled(int attempt, CommandOutcome outcome) {
    public Settled {
      if (outcome instanceof CommandOutcome.TryAgain) {
        throw new IllegalArgumentException("A command that is to be tried again is not settled.");
      }
    }

    boolean succeeded() {
      return outcome instanceof CommandOutcome.Succeeded;
    }
  }
}
