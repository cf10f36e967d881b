package io.palinode.server.runtime;

import io.palinode.message.CommandOutcome;
import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.transport.InputRecord;
import java.util.List;

/** Anything that a shard hears of. Callbacks put one into the shard's inbox and do nothing else. */
sealed interface ShardMessage {

  /** The race for the shard is won. */
  record Won(ShardJournal journal) implements ShardMessage {}

  /** The connection to ZooKeeper is gone, the session perhaps not. */
  record Suspended() implements ShardMessage {}

  /** The connection is back in the same session. */
  record Resumed() implements ShardMessage {}

  /** The shard is another's, or nobody's. */
  record Lost(String why) implements ShardMessage {}

  /** Drain and let go. */
  record Stop() implements ShardMessage {}

  /** Drain, let go, and race again: another node should have the shard. */
  record GiveBack() implements ShardMessage {}

  /**
   * Something that concerns one term of ownership; what belongs to an earlier term is dropped
   * unread.
   */
  sealed interface TermMessage extends ShardMessage {
    long term();
  }

  record CaughtUp(long term) implements TermMessage {}

  record Arrived(long term, List<InputRecord> records) implements TermMessage {}

  record FeedFailed(long term, String why) implements TermMessage {}

  record Appended(long term, AppendOutcome outcome) implements TermMessage {}

  /** Kafka has a record. */
  record Sent(long term, Sending sending) implements TermMessage {}

  /** The term's publisher has kept out those before it. */
  record OthersKeptOut(long term) implements TermMessage {}

  /** The term's publisher is kept out itself, or past mending. */
  record KeptOut(long term, String why) implements TermMessage {}

  /** Something about the function of a local step. */
  sealed interface LocalMessage extends TermMessage {}

  /** The function begins. */
  record LocalBegun(long term, LocalRun run) implements LocalMessage {}

  /** The function has ended. */
  record LocalEnded(long term, LocalRun run, CommandOutcome outcome) implements LocalMessage {}

  /** The client library gave a record up. */
  record SendFailed(long term, Sending sending, Exception why) implements TermMessage {}
}
