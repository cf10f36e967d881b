package io.palinode.participant;

import io.palinode.message.CommandId;
import io.palinode.message.ReplyMessage;

/** What became of a record of a participant's command topic. */
public sealed interface Receipt {

  /** The reply to send. Kafka must have it before the record counts as consumed. */
  record Answered(ReplyMessage reply) implements Receipt {}

  /** The command is an older owner's: nothing was done, and nothing is to be sent. */
  record Ignored(CommandId id, long epoch, long newerEpoch) implements Receipt {}

  /** The record cannot be understood: nothing was done, and it belongs on the dead-letter topic. */
  record Unreadable(String reason) implements Receipt {}
}
