/** The journal in ZooKeeper: one znode for each live saga, and one head that fences each shard. */
@NullMarked
package io.palinode.server.journal.zookeeper;

import org.jspecify.annotations.NullMarked;
