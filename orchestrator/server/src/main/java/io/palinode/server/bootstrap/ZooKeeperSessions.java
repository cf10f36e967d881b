package io.palinode.server.bootstrap;

import io.palinode.server.coordination.ShardElection;
import io.palinode.server.coordination.curator.CuratorElection;
import io.palinode.server.journal.zookeeper.ZooKeeperJournal;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a node has to do with ZooKeeper: checks the namespace when it starts, and makes a session for each shard.
 *
 * <p>Safe for use by any thread.
 */
final class ZooKeeperSessions implements AutoCloseable {
  private final OrchestratorSettings settings;
  private final String nodeId;
  private final ScheduledExecutorService timer;

  private ZooKeeperSessions(OrchestratorSettings settings, String nodeId) {
    this.settings = settings;
    this.nodeId = nodeId;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "palinode-journal-timer");
              thread.setDaemon(true);
              return thread;
            });
  }

  static ZooKeeperSessions open(OrchestratorSettings settings, Duration limit) {
    return new ZooKeeperSessions(settings, NodeId.ofThisProcess());
  }

  String nodeId() {
    return nodeId;
  }

  ShardElection election(int shard) {
    String namespace = settings.shared().topics().namespace();
    return new CuratorElection(
        settings.get(OrchestratorSettings.ZOOKEEPER),
        (int) settings.get(OrchestratorSettings.SESSION_TIMEOUT).toMillis(),
        String.format(Locale.ROOT, "/%s/shards/%02d/latch", namespace, shard),
        nodeId,
        session -> new ZooKeeperJournal(session, namespace, shard, timer));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
