package io.palinode.server.runtime;

/** All that a shard's owner brings into a term, beside the journal. */
record Ownership(
    int shard,
    long term,
    ShardSettings settings,
    ShardPorts ports,
    Definitions definitions,
    ShardCounters counters,
    ShardInbox inbox,
    Quarantine quarantine) {}
