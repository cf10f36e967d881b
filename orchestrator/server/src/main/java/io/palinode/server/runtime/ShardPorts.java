package io.palinode.server.runtime;

import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.Publishers;
import java.time.InstantSource;

/** What a shard reaches the world through, beside its journal. */
public record ShardPorts(
    InputFeed feed, Publishers publishers, InstantSource clock, Checkpoint.Listener checkpoints) {}
