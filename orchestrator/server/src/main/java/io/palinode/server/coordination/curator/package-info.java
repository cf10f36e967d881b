/** The race for shards with Curator's latch, one ZooKeeper session for each shard. */
@NullMarked
package io.palinode.server.coordination.curator;

import org.jspecify.annotations.NullMarked;
