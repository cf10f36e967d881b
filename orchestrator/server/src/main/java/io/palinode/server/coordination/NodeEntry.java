package io.palinode.server.coordination;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one node says of itself to the others.
 *
 * @param node its id
 * @param shards that are its own now; null where it does not say, as an older version does not
 * @param giving the shards that it gives away, and to which nodes
 * @param leaving true if it is to have no more shards
 */
public record NodeEntry(
    String node, @Nullable Set<Integer> shards, Map<Integer, String> giving, boolean leaving) {

  public NodeEntry {
    shards = shards == null ? null : Set.copyOf(shards);
    giving = Map.copyOf(giving);
  }

  /** A node that says nothing but its id. */
  public static NodeEntry silent(String node) {
    return new NodeEntry(node, null, Map.of(), false);
  }

  /** The shards that it says are its own; none where it does not say. */
  public Set<Integer> known() {
    return shards == null ? Set.of() : shards;
  }
}
