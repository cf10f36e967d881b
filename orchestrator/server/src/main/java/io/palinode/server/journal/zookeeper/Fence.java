package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.Head;

/**
 * What an owner knows of the head after it took the shard over.
 *
 * @param head as the owner has written it
 * @param version the version that the owner's first write must name
 */
record Fence(Head head, int version) {}
