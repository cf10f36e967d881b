package io.palinode.server.runtime;

/** What a term works with, beside its memory. Made at takeover. */
record TermTools(
    int shard,
    Pipeline pipeline,
    Outbox outbox,
    LocalCalls local,
    ShardPorts ports,
    ShardCounters counters) {}
