package io.palinode.server.runtime;

import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.Publishers;
import java.util.concurrent.Executor;

/**
 * What a shard reaches the world through, beside its journal.
 *
 * @param localSteps runs the functions of local steps, each on a thread of its own choice
 */
public record ShardPorts(
    InputFeed feed,
    Publishers publishers,
    Executor localSteps,
    ShardClock clock,
    Checkpoint.Listener checkpoints) {}
