package io.palinode.server.coordination;

import java.util.List;

/**
 * Who runs, and what: the nodes that serve a namespace now, this one included.
 *
 * <p>What it tells may be a few seconds old. Shards are spread by it; nothing that must be correct
 * rests on it. Safe for use by any thread; no method but {@link #close} waits for the others.
 */
public interface NodeRegistry extends AutoCloseable {

  /** Enters this node, for as long as it lives and the registry is not closed. */
  void join();

  /** Says this of this node from now on. Said again, it costs nothing. */
  void publish(NodeEntry mine);

  /** What the nodes say that are entered, as far as is known. */
  List<NodeEntry> entries();

  /** Takes this node out. */
  @Override
  void close();
}
