package io.palinode.server.coordination.curator;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.coordination.NodeEntryCodec;
import io.palinode.server.coordination.NodeRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.CreateMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes as ephemeral znodes under {@code /<namespace>/nodes}, each named after its id; what
 * they say is written by {@link NodeEntryCodec}.
 *
 * <ul>
 *   <li>An entry that is lost with its session is made again when there is a new one.
 *   <li>While ZooKeeper is away what was known last stands, and a close waits for it 2 s.
 *   <li>It keeps to the addresses that it was given, whatever the servers call themselves.
 * </ul>
 *
 * <p>Safe for use by any thread.
 */
public final class CuratorNodeRegistry implements NodeRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(CuratorNodeRegistry.class);
  private static final int RETRY_MILLIS = 500;
  private static final int LEAVE_MILLIS = 2_000;

  private final CuratorFramework client;
  private final PersistentNode entry;
  private final CuratorCache entries;
  private final String root;
  private NodeEntry published;

  /**
   * A registry that this node has not joined.
   *
   * @param nodeId that no other node has
   */
  public CuratorNodeRegistry(
      String connectString, String namespace, String nodeId, int sessionMillis) {
    root = "/" + namespace + "/nodes";
    published = new NodeEntry(nodeId, Set.of(), Map.of(), false);
    client =
        CuratorFrameworkFactory.builder()
            .connectString(connectString)
            .sessionTimeoutMs(sessionMillis)
            .connectionTimeoutMs(sessionMillis)
            .retryPolicy(new RetryForever(RETRY_MILLIS))
            .ensembleTracker(false)
            .build();
    entry =
        new PersistentNode(
            client,
            CreateMode.EPHEMERAL,
            false,
            root + "/" + nodeId.replace('/', ':'),
            NodeEntryCodec.write(published));
    entries = CuratorCache.build(client, root);
  }

  @Override
  public void join() {
    client.start();
    entry.start();
    entries.start();
  }

  @Override
  public synchronized void publish(NodeEntry mine) {
    if (mine.equals(published) || entry.getActualPath() == null) {
      return;
    }
    try {
      entry.setData(NodeEntryCodec.write(mine));
      published = mine;
    } catch (Exception e) {
      LOG.debug("This node's entry could not be written; it is tried again", e);
    }
  }

  @Override
  public List<NodeEntry> entries() {
    return entries.stream()
        .filter(node -> !node.getPath().equals(root))
        .map(node -> NodeEntryCodec.read(ZKPaths.getNodeFromPath(node.getPath()), node.getData()))
        .toList();
  }

  @Override
  public void close() {
    entries.close();
    Thread leaving = new Thread(this::leave, "palinode-nodes-leave");
    leaving.setDaemon(true);
    leaving.start();
    try {
      leaving.join(LEAVE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  /** Waits for as long as ZooKeeper is away, or until the client is closed. */
  private void leave() {
    try {
      entry.close();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("This node's entry goes with its session", e);
    }
  }
}
