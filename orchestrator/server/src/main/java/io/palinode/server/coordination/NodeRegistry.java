package io.palinode.server.coordination;

/**
 * Who runs: the nodes that serve a namespace now, this one included.
 *
 * <p>What it tells may be a few seconds old. Shards are spread by it; nothing that must be correct
 * rests on it. Safe for use by any thread; no method waits for the others.
 */
public interface NodeRegistry extends AutoCloseable {

  /** Enters this node, for as long as it lives and the registry is not closed. */
  void join();

  /** How many nodes are entered, as far as is known; at least 1. */
  int nodes();

  /** Takes this node out. */
  @Override
  void close();
}
