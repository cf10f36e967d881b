/**
 * The shard loop and its neighbours: what turns input into decisions, decisions into journal
 * batches, and committed batches into commands.
 *
 * <p>One thread for each shard; everything from outside enters through {@link
 * io.palinode.server.runtime.ShardInbox}. Nothing here reads a clock, mints an id or knows a client
 * library, so the whole package runs in a simulation.
 */
@NullMarked
package io.palinode.server.runtime;

import org.jspecify.annotations.NullMarked;
