package io.palinode.server.journal;

/**
 * What every journal promises its shard, whatever is behind it.
 *
 * <p>An adapter's test implements this and says how owners join, how their network fails, and how
 * somebody meddles with a saga.
 */
public interface ShardJournalContract
    extends KeptContract, FenceContract, LockContract, UnknownOutcomeContract {}
