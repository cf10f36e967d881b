package io.palinode.server.runtime.spread;

import io.palinode.server.coordination.NodeEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has which shards, as the nodes' entries tell it. A shard that is on its way counts where it
 * is to arrive.
 *
 * @param staying the shards of each node that does not leave
 * @param complete true if each shard is with one node: while nodes die, or take over what others
 *     had, a shard is with none or with two
 * @param silent true if there is a node that does not say what it has
 */
record Picture(SortedMap<String, SortedSet<Integer>> staying, boolean complete, boolean silent) {

  /** What these nodes tell of so many shards. */
  static Picture of(Collection<NodeEntry> entries, int shards) {
    SortedMap<String, SortedSet<Integer>> staying = new TreeMap<>();
    Map<Integer, String> owners = new HashMap<>();
    Set<Integer> twice = new HashSet<>();
    for (NodeEntry entry : entries) {
      if (!entry.leaving()) {
        staying.put(entry.node(), new TreeSet<>());
      }
      for (int shard : entry.known()) {
        if (owners.put(shard, entry.node()) != null) {
          twice.add(shard);
        }
      }
    }
    for (NodeEntry entry : entries) {
      entry
          .giving()
          .forEach(
              (shard, to) -> {
                String owner = owners.get(shard);
                boolean elsewhere = owner != null && !owner.equals(entry.node());
                if (staying.containsKey(to) && !elsewhere) {
                  owners.put(shard, to);
                }
              });
    }
    owners.forEach(
        (shard, node) -> {
          SortedSet<Integer> its = staying.get(node);
          if (its != null) {
            its.add(shard);
          }
        });
    boolean complete = twice.isEmpty() && owners.size() == shards;
    boolean silent = entries.stream().anyMatch(entry -> entry.shards() == null);
    return new Picture(staying, complete, silent);
  }
}
