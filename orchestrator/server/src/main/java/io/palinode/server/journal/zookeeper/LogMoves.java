package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.Batch;
import io.palinode.server.transport.ShardOf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.zookeeper.Op;

/**
 * The moves of one shard's logs and business keys to the shards that they belong to now.
 *
 * <p>Each is made at its new place and deleted at its old one in the same transaction, so what is
 * still here has not been moved. Used by one thread; blocks.
 */
final class LogMoves {
  private static final int MOST = 50;

  private final BlockingSession session;
  private final ShardPaths old;
  private final List<Op> ops = new ArrayList<>();
  private int bytes;

  private LogMoves(BlockingSession session, ShardPaths old) {
    this.session = session;
    this.old = old;
  }

  static LogMoves of(BlockingSession session, ShardPaths old) {
    return new LogMoves(session, old);
  }

  /**
   * Moves what belongs elsewhere.
   *
   * @param shards how many there are now
   */
  void to(int shards, IntFunction<ShardPaths> paths) {
    new ShardReader(session.zooKeeper())
        .children(
            old.buckets(),
            (sagaId, log, version) -> {
              ShardPaths target = paths.apply(ShardOf.shardOf(sagaId, shards));
              if (!target.equals(old)) {
                add(target.log(sagaId), log, Op.delete(old.log(sagaId), version));
              }
            });
    new ShardReader(session.zooKeeper())
        .children(
            old.keyBuckets(),
            (name, content, version) -> {
              int shard = ShardOf.shardOf(KeyName.address(name), shards);
              ShardPaths target = paths.apply(shard);
              if (!target.equals(old)) {
                add(target.keyNamed(name), content, Op.delete(old.keyNamed(name), version));
              }
            });
    commit();
  }

  private void add(String path, byte[] content, Op delete) {
    if (ops.size() >= 2 * MOST || bytes + content.length > Batch.MAX_BYTES) {
      commit();
    }
    ops.add(ShardZnodes.create(path, content));
    ops.add(delete);
    bytes += content.length;
  }

  private void commit() {
    if (!ops.isEmpty()) {
      session.commit("move sagas of " + old.root(), ops);
      ops.clear();
      bytes = 0;
    }
  }
}
