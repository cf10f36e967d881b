package io.palinode.server.journal.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.zookeeper.Op;

/**
 * The windows of ended sagas on their way to other shards.
 *
 * <ul>
 *   <li>New segments have numbers above all old ones, so both stand side by side until every new
 *       window is whole. Whichever segment is there was written whole.
 *   <li>A window that is right as it is stays as it is.
 * </ul>
 *
 * <p>Used by one thread; blocks.
 */
record WindowCopies(BlockingSession session, ReshardPlan plan, IntFunction<ShardPaths> paths) {

  /** Writes what is missing of a new shard's window. */
  void copyTo(int shard) {
    if (plan.keepsWindow(shard)) {
      return;
    }
    List<List<Long>> windows = plan.sources(shard).stream().map(this::old).toList();
    long number = plan.firstSegment();
    for (byte[] segment : WindowUnion.of(windows)) {
      String path = paths.apply(shard).done(number++);
      if (session.read(path).isEmpty()) {
        session.commit("write " + path, List.of(ShardZnodes.create(path, segment)));
      }
    }
  }

  /** Takes away what is left of an old shard's window, when all new ones are written. */
  void dropOldOf(int shard) {
    if (plan.keepsWindow(shard)) {
      return;
    }
    String done = paths.apply(shard).done();
    for (String number : session.children(done)) {
      if (Long.parseLong(number) < plan.firstSegment()) {
        String path = done + "/" + number;
        session.commit("delete " + path, List.of(Op.delete(path, -1)));
      }
    }
  }

  private List<Long> old(int shard) {
    List<Long> entries = new ArrayList<>();
    new ShardReader(session.zooKeeper())
        .done(
            paths.apply(shard),
            segment -> {
              if (segment.number() < plan.firstSegment()) {
                entries.addAll(WindowUnion.entries(segment.content()));
              }
            });
    return entries;
  }
}
