package io.palinode.server.journal;

/** What became of a batch. */
public sealed interface AppendOutcome {

  /** It is durable, and it is ours. */
  record Committed() implements AppendOutcome {}

  /**
   * Nothing of it was applied, because of one saga or one business key: its log, its lock or what
   * stands in its znode is not what the owner believed.
   *
   * <p>Batches sent after it are not applied either; each gets an outcome of its own.
   *
   * @param sagaId of the saga, or the address of the key, which has a slash
   */
  record Refused(String sagaId, String why) implements AppendOutcome {}

  /** Nothing of it was applied, because an earlier batch of this owner was refused. */
  record Skipped() implements AppendOutcome {}

  /**
   * Unknown, or fenced off: another owner has the shard, or the session is lost. This owner must
   * act on nothing.
   */
  record Deposed(String why) implements AppendOutcome {}
}
