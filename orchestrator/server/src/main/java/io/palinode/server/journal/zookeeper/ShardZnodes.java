package io.palinode.server.journal.zookeeper;

import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a shard's znodes. Whoever comes second finds them made: everything below the shard's own
 * appears at once. Blocks.
 */
final class ShardZnodes {
  private static final Logger LOG = LoggerFactory.getLogger(ShardZnodes.class);
  private static final byte[] NOTHING = new byte[0];

  private ShardZnodes() {}

  /**
   * Makes them, if they are missing.
   *
   * @param besides what appears with them
   */
  static void make(ZooKeeper session, ShardPaths paths, List<Op> besides)
      throws KeeperException, InterruptedException {
    try {
      for (String path : paths.ancestry()) {
        createIfMissing(session, path);
      }
      session.multi(ops(paths, besides));
    } catch (NodeExistsException e) {
      LOG.info("Somebody else has made the znodes of {}", paths.root());
    }
  }

  static Op create(String path, byte[] data) {
    return Op.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private static List<Op> ops(ShardPaths paths, List<Op> besides) {
    List<Op> ops = new ArrayList<>(ShardPaths.BUCKETS + 3);
    ops.add(create(paths.logs(), NOTHING));
    for (String bucket : paths.buckets()) {
      ops.add(create(bucket, NOTHING));
    }
    ops.add(create(paths.done(), NOTHING));
    ops.addAll(besides);
    return ops;
  }

  /** Makes one that has nothing in it. */
  static void createIfMissing(ZooKeeper session, String path)
      throws KeeperException, InterruptedException {
    try {
      session.create(path, NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    } catch (NodeExistsException e) {
      LOG.debug("{} is there", path);
    }
  }
}
