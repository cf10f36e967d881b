package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.ShardLost;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * A session for a tool that asks one thing after the other.
 *
 * <p>Throws {@link ShardLost} where an answer is lost; the tool then begins again. Blocks.
 */
record BlockingSession(ZooKeeper zooKeeper) {

  /** A znode's content and version. */
  record Znode(byte[] data, int version) {}

  private interface Request<T> {
    T send() throws KeeperException, InterruptedException;
  }

  /** The znode; empty if there is none. */
  Optional<Znode> read(String path) {
    return ask("read " + path, () -> znode(path));
  }

  /** The names of a znode's children in order; none if there is no such znode. */
  List<String> children(String path) {
    List<String> names = ask("list " + path, () -> childrenOrNone(path));
    return names.stream().sorted().toList();
  }

  void makeShard(ShardPaths paths) {
    ask(
        "make the znodes of " + paths.root(),
        () -> {
          ShardZnodes.make(zooKeeper, paths, List.of());
          ShardZnodes.makeKeys(zooKeeper, paths);
          return paths;
        });
  }

  /** Carries all of it out, or nothing. */
  void commit(String what, List<Op> ops) {
    ask(what, () -> multi(ops));
  }

  private List<OpResult> multi(List<Op> ops) throws KeeperException, InterruptedException {
    try {
      return zooKeeper.multi(ops);
    } catch (KeeperException e) {
      throw inItsPlace(e, ops);
    }
  }

  /** The same, and it tells which of them could not be done: a multi does not. */
  private static KeeperException inItsPlace(KeeperException e, List<Op> ops) {
    List<OpResult> results = e.getResults();
    for (int i = 0; results != null && i < results.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult result
          && result.getErr() == e.code().intValue()) {
        return KeeperException.create(e.code(), ops.get(i).getPath());
      }
    }
    return e;
  }

  private Optional<Znode> znode(String path) throws KeeperException, InterruptedException {
    try {
      Stat stat = new Stat();
      byte[] data = zooKeeper.getData(path, false, stat);
      return Optional.of(new Znode(data, stat.getVersion()));
    } catch (NoNodeException e) {
      return Optional.empty();
    }
  }

  private List<String> childrenOrNone(String path) throws KeeperException, InterruptedException {
    try {
      return zooKeeper.getChildren(path, false);
    } catch (NoNodeException e) {
      return List.of();
    }
  }

  private static <T> T ask(String what, Request<T> request) {
    try {
      return request.send();
    } catch (KeeperException e) {
      if (SessionFaults.isTransient(e.code()) || e.code() == Code.SESSIONEXPIRED) {
        throw new ShardLost("ZooKeeper did not answer the request to " + what + ".", e);
      }
      throw new ReshardRefused(
          "ZooKeeper refused to %s: %s. Nothing of that was done. Mend it, and run the command again."
              .formatted(what, e.getMessage()));
    } catch (InterruptedException e) {
      throw SessionFaults.interrupted(e);
    }
  }
}
