package io.palinode.participant;

import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.participant.Remembered.Settled;
import java.util.function.Supplier;

/**
 * One unit of an inbox's work, for one saga: what is remembered, written and done in it is kept
 * together.
 *
 * <p>Used by the thread that runs the unit, until the unit ends.
 */
public interface InboxUnit {

  /** What is known about a command of this unit's saga. */
  Remembered recall(CommandId id);

  /**
   * Remembers how a command of this unit's saga was settled, in place of what was remembered about
   * it.
   */
  void settle(CommandId id, Settled settled);

  /**
   * Remembers that the saga's commands now come from this epoch. Never called with a lower one than
   * remembered.
   */
  void raiseEpoch(long epoch);

  /**
   * Runs business code. What it writes in {@link #transaction} stays in the unit if it succeeds;
   * after any other outcome it is undone, and the rest of the unit is not.
   *
   * @param code never throws
   */
  CommandOutcome apply(Supplier<CommandOutcome> code);

  /** The transaction that business code may join. */
  LocalTransaction transaction();
}
