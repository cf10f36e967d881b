package io.palinode.server.runtime;

import io.palinode.server.coordination.NodeRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives shards back when this node has more than its share, so that a node that joins gets work.
 *
 * <ul>
 *   <li>A share is the shards divided by the nodes, rounded up. Every node stays in every race, so
 *       a shard that is given back, or whose owner dies, goes to the next in line at once.
 *   <li>A shard that lands where there are enough is given back again; it reaches a node that lacks
 *       one after as many hands as there are nodes, at most.
 *   <li>More than the share must be seen twice in a row with the same number of nodes: numbers
 *       waver while nodes come and go.
 * </ul>
 *
 * <p>{@link #check} belongs to one thread.
 */
public final class FairShare {
  private static final Logger LOG = LoggerFactory.getLogger(FairShare.class);

  private final NodeRegistry registry;
  private final List<Shard> shards;
  private int nodesSeen;

  public FairShare(NodeRegistry registry, List<Shard> shards) {
    this.registry = registry;
    this.shards = List.copyOf(shards);
  }

  /** Looks once, and gives back what is too much; to be called every second or so. */
  public void check() {
    int nodes = registry.nodes();
    List<Shard> owned = shards.stream().filter(Shard::isSettledHere).toList();
    int share = share(shards.size(), nodes);
    if (owned.size() > share && nodes == nodesSeen) {
      LOG.info(
          "This node has {} of {} shards, and there are {} nodes: giving back {}.",
          owned.size(),
          shards.size(),
          nodes,
          owned.size() - share);
      owned.subList(share, owned.size()).forEach(Shard::giveBack);
    }
    nodesSeen = nodes;
  }

  /** How many shards a node should have at most. */
  static int share(int shards, int nodes) {
    return (shards + nodes - 1) / nodes;
  }
}
