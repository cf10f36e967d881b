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

  /**
   * Makes those for business keys in a shard that an older version has made, if they are missing.
   */
  static void makeKeys(ZooKeeper session, ShardPaths paths)
      throws KeeperException, InterruptedException {
    if (session.exists(paths.keys(), false) != null) {
      return;
    }
    try {
      session.multi(keyOps(paths));
    } catch (NodeExistsException e) {
      LOG.info("Somebody else has made {}", paths.keys());
    }
  }

  static Op create(String path, byte[] data) {
    return Op.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  private static List<Op> ops(ShardPaths paths, List<Op> besides) {
    List<Op> ops = new ArrayList<>(2 * ShardPaths.BUCKETS + 4);
    ops.add(create(paths.logs(), NOTHING));
    paths.buckets().forEach(bucket -> ops.add(create(bucket, NOTHING)));
    ops.add(create(paths.done(), NOTHING));
    ops.addAll(keyOps(paths));
    ops.addAll(besides);
    return ops;
  }

  private static List<Op> keyOps(ShardPaths paths) {
    List<Op> ops = new ArrayList<>(ShardPaths.BUCKETS + 1);
    ops.add(create(paths.keys(), NOTHING));
    paths.keyBuckets().forEach(bucket -> ops.add(create(bucket, NOTHING)));
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
