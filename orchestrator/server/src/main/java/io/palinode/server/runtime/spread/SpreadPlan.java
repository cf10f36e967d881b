package io.palinode.server.runtime.spread;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The moves that make the numbers of shards on any two nodes differ by one at most. There are as
 * few of them as can be, and whoever sees the same picture finds the same ones.
 */
final class SpreadPlan {
  private static final Comparator<Map.Entry<String, SortedSet<Integer>>> RICHEST_FIRST =
      Comparator.<Map.Entry<String, SortedSet<Integer>>>comparingInt(
              node -> -node.getValue().size())
          .thenComparing(Map.Entry.comparingByKey());

  private SpreadPlan() {}

  /** One shard's way from a node that has too many to one that has too few. */
  record Move(int shard, String from, String to) {}

  /** The moves for these shards of each node; none if they are spread evenly. */
  static List<Move> of(Map<String, SortedSet<Integer>> shardsByNode) {
    List<Map.Entry<String, SortedSet<Integer>>> nodes =
        shardsByNode.entrySet().stream().sorted(RICHEST_FIRST).toList();
    int shards = nodes.stream().mapToInt(node -> node.getValue().size()).sum();
    List<Move> spare = new ArrayList<>();
    Deque<String> receivers = new ArrayDeque<>();
    for (int i = 0; i < nodes.size(); i++) {
      String node = nodes.get(i).getKey();
      List<Integer> held = List.copyOf(nodes.get(i).getValue());
      int due = shards / nodes.size() + (i < shards % nodes.size() ? 1 : 0);
      held.stream().skip(due).forEach(shard -> spare.add(new Move(shard, node, node)));
      for (int lacking = due - held.size(); lacking > 0; lacking--) {
        receivers.addLast(node);
      }
    }
    return spare.stream()
        .map(move -> new Move(move.shard(), move.from(), receivers.removeLast()))
        .toList();
  }
}
