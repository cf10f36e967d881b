package io.palinode.participant;

import io.palinode.message.CommandOutcome;
import io.palinode.message.Reason;

/** What is to be done about a command, before anything is done. */
sealed interface InboxDecision {

  /** Run the handler, and remember what it settles. */
  record Run() implements InboxDecision {}

  /** Send the stored answer again; change nothing. */
  record Repeat(CommandOutcome outcome) implements InboxDecision {}

  /** Remember the compensation as done, so that its action is refused should it still come. */
  record NothingToUndo() implements InboxDecision {}

  /** Say no; change nothing. */
  record Refuse(Reason reason) implements InboxDecision {}

  /** Say nothing and change nothing: a newer owner of the saga is the one to be answered. */
  record Ignore(long newerEpoch) implements InboxDecision {}
}
