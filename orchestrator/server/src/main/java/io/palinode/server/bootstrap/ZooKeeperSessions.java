package io.palinode.server.bootstrap;

import io.palinode.server.coordination.NodeRegistry;
import io.palinode.server.coordination.ShardElection;
import io.palinode.server.coordination.curator.CuratorElection;
import io.palinode.server.coordination.curator.CuratorNodeRegistry;
import io.palinode.server.coordination.curator.RaceSettings;
import io.palinode.server.journal.zookeeper.ZooKeeperJournal;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node has to do with ZooKeeper while it runs: a session for each shard, and one for the
 * register of nodes.
 *
 * <p>Safe for use by any thread.
 */
final class ZooKeeperSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperSessions.class);

  private static final long OFTEN_MILLIS = 200;

  private final OrchestratorSettings settings;
  private final Consumer<ZooKeeper> layout;
  private final String nodeId = NodeId.next();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(ZooKeeperSessions::daemon);

  private final NodeRegistry registry;

  /**
   * Nothing is connected yet.
   *
   * @param layout throws if the namespace's shards are not those of the settings
   */
  ZooKeeperSessions(OrchestratorSettings settings, Consumer<ZooKeeper> layout) {
    this.settings = settings;
    this.layout = layout;
    this.registry =
        new CuratorNodeRegistry(
            settings.get(OrchestratorSettings.ZOOKEEPER),
            settings.shared().topics().namespace(),
            nodeId,
            (int) settings.get(OrchestratorSettings.SESSION_TIMEOUT).toMillis());
  }

  String nodeId() {
    return nodeId;
  }

  ShardElection election(int shard) {
    String namespace = settings.shared().topics().namespace();
    RaceSettings race =
        new RaceSettings(
            settings.get(OrchestratorSettings.ZOOKEEPER),
            namespace,
            shard,
            nodeId,
            settings.get(OrchestratorSettings.SESSION_TIMEOUT));
    return new CuratorElection(
        race, session -> new ZooKeeperJournal(session, namespace, shard, timer, layout), timer);
  }

  NodeRegistry registry() {
    return registry;
  }

  /**
   * Runs a task a few times a second, until the sessions are closed. A failure is logged and ends
   * nothing.
   */
  void often(Runnable task) {
    var unused =
        timer.scheduleWithFixedDelay(
            () -> attempt(task), OFTEN_MILLIS, OFTEN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("A look at who runs which shard failed; the next one follows soon.", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    registry.close();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "palinode-zookeeper-timer");
    thread.setDaemon(true);
    return thread;
  }
}
