package io.palinode.participant;

import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.participant.InboxDecision.Ignore;
import io.palinode.participant.InboxDecision.NothingToUndo;
import io.palinode.participant.InboxDecision.Refuse;
import io.palinode.participant.InboxDecision.Repeat;
import io.palinode.participant.InboxDecision.Run;
import io.palinode.participant.Remembered.Settled;

/**
 * Decides what becomes of a command; the one place of the participant's rules, whatever the inbox.
 *
 * <ul>
 *   <li>A settled command is answered as before. A rejection stands for its attempt and those
 *       before it only: the orchestrator never goes on by itself after a rejection, so a later
 *       attempt is a person's, or was sent before the rejection arrived, and asks anew.
 *   <li>A rejected compensation is never final: whoever tries it again wants it done.
 *   <li>A command of an older epoch than one seen for the saga gets no answer, which could be taken
 *       for the answer to the newer owner's command of the same id. The newer owner sends again
 *       what it still needs.
 *   <li>A compensation whose action left no effect (never seen, never settled, or rejected) has
 *       nothing to undo.
 *   <li>An action whose compensation was settled comes too late.
 * </ul>
 *
 * <p>A pure function.
 */
final class InboxRules {
  /** The reason code of an action that its own compensation has overtaken. */
  static final String LATE_ACTION = "LATE_ACTION";

  private InboxRules() {}

  static InboxDecision decide(CommandMessage command, Remembered remembered) {
    Settled same = remembered.same();
    if (same != null && stands(same, command)) {
      return new Repeat(same.outcome());
    }
    if (command.epoch() < remembered.highestEpoch()) {
      return new Ignore(remembered.highestEpoch());
    }
    Settled opposite = remembered.opposite();
    boolean opposed = opposite != null && opposite.succeeded();
    return command.id().direction() == Direction.ACTION
        ? (opposed ? new Refuse(late(command.id())) : new Run())
        : (opposed ? new Run() : new NothingToUndo());
  }

  private static boolean stands(Settled settled, CommandMessage command) {
    return !(settled.outcome() instanceof Rejected)
        || (command.id().direction() == Direction.ACTION && command.attempt() <= settled.attempt());
  }

  private static Reason late(CommandId id) {
    return new Reason(
        LATE_ACTION, "The compensation of step '%s' came first.".formatted(id.step()));
  }
}
