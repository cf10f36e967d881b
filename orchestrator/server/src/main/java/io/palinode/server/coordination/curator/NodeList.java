package io.palinode.server.coordination.curator;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.coordination.NodeEntryCodec;
import io.palinode.server.journal.ShardLost;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the register of nodes once, for somebody who is no node. */
public final class NodeList {
  private static final Logger LOG = LoggerFactory.getLogger(NodeList.class);

  private NodeList() {}

  /**
   * What the nodes of a namespace say, by the names of their znodes; none if nobody has ever
   * entered.
   *
   * @throws ShardLost if ZooKeeper does not answer
   */
  public static List<NodeEntry> read(ZooKeeper session, String namespace) {
    String root = "/" + namespace + "/nodes";
    List<NodeEntry> entries = new ArrayList<>();
    try {
      for (String name : session.getChildren(root, false).stream().sorted().toList()) {
        read(session, root, name, entries);
      }
    } catch (NoNodeException e) {
      return List.of();
    } catch (KeeperException e) {
      throw new ShardLost("ZooKeeper did not answer who runs.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShardLost("Interrupted while ZooKeeper was asked who runs.", e);
    }
    return List.copyOf(entries);
  }

  /** A node may have gone since its name was read. */
  private static void read(ZooKeeper session, String root, String name, List<NodeEntry> entries)
      throws KeeperException, InterruptedException {
    try {
      entries.add(NodeEntryCodec.read(name, session.getData(root + "/" + name, false, null)));
    } catch (NoNodeException e) {
      LOG.debug("{} has just left", name);
    }
  }
}
