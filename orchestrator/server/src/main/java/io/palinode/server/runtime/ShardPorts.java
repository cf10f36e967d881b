package io.palinode.server.runtime;

import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.Publisher;
import java.time.InstantSource;

/** What a shard reaches the world through, beside its journal. */
public record ShardPorts(
    InputFeed feed, Publisher publisher, InstantSource clock, Checkpoint.Listener checkpoints) {}
