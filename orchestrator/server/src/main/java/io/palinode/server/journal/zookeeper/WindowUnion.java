package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.DoneSegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Several shards' windows of ended sagas as one.
 *
 * <p>A window keeps hashes of ids, which do not tell an id's new shard; therefore a new shard gets
 * every entry that may be its own. The windows are laid over each other at their newest ends, so
 * that what leaves the union first was oldest in one of them. Pure.
 */
final class WindowUnion {
  private WindowUnion() {}

  /**
   * The contents of the segments of the union, oldest first.
   *
   * @param windows each with its entries, oldest first
   */
  static List<byte[]> of(List<List<Long>> windows) {
    Set<Long> newestFirst = new LinkedHashSet<>();
    int longest = windows.stream().mapToInt(List::size).max().orElse(0);
    for (int age = 1; age <= longest; age++) {
      for (List<Long> window : windows) {
        if (age <= window.size()) {
          newestFirst.add(window.get(window.size() - age));
        }
      }
    }
    List<Long> entries = new ArrayList<>(newestFirst);
    Collections.reverse(entries);
    return packed(entries);
  }

  /** The entries of a segment. */
  static List<Long> entries(byte[] segment) {
    List<Long> entries = new ArrayList<>(segment.length / Long.BYTES);
    ByteBuffer content = ByteBuffer.wrap(segment);
    while (content.remaining() >= Long.BYTES) {
      entries.add(content.getLong());
    }
    return entries;
  }

  private static List<byte[]> packed(List<Long> entries) {
    List<byte[]> segments = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += DoneSegment.MAX_ENTRIES) {
      int to = Math.min(entries.size(), from + DoneSegment.MAX_ENTRIES);
      ByteBuffer content = ByteBuffer.allocate((to - from) * Long.BYTES);
      entries.subList(from, to).forEach(content::putLong);
      segments.add(content.array());
    }
    return segments;
  }
}
