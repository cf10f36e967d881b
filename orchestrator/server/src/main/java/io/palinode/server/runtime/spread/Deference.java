package io.palinode.server.runtime.spread;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.coordination.NodeRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a shard pass that another node gives to a third. Whoever is next in the race wins it; one
 * that it is not meant for goes to the end of the race again, at most once for each announcement,
 * so that a shard whose receiver is not in the race finds an owner all the same.
 *
 * <p>Safe for use by any thread.
 */
public final class Deference {
  private static final Logger LOG = LoggerFactory.getLogger(Deference.class);

  private final NodeRegistry registry;
  private final String self;
  private final Set<Announced> passedOn = ConcurrentHashMap.newKeySet();

  /**
   * Nothing has been let pass yet.
   *
   * @param self this node's id
   */
  public Deference(NodeRegistry registry, String self) {
    this.registry = registry;
    this.self = self;
  }

  private record Announced(String from, int shard, String to) {}

  /** True if a shard that this node has just won is to be let go again. */
  public boolean passesOn(int shard) {
    List<NodeEntry> entries = registry.entries();
    passedOn.removeIf(each -> !isAnnounced(each, entries));
    for (NodeEntry entry : entries) {
      String to = entry.giving().get(shard);
      boolean byAnother = !entry.node().equals(self);
      if (to != null && byAnother && !to.equals(self) && isStaying(to, entries)) {
        LOG.info("Shard {} is meant for {}", shard, to);
        return passedOn.add(new Announced(entry.node(), shard, to));
      }
    }
    return false;
  }

  private static boolean isStaying(String node, List<NodeEntry> entries) {
    return entries.stream().anyMatch(entry -> entry.node().equals(node) && !entry.leaving());
  }

  private static boolean isAnnounced(Announced announced, List<NodeEntry> entries) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry.node().equals(announced.from())
                    && announced.to().equals(entry.giving().get(announced.shard())));
  }
}
