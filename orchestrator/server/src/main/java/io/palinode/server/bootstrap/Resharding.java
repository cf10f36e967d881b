package io.palinode.server.bootstrap;

import io.palinode.server.journal.zookeeper.NamespaceMeta;
import io.palinode.server.journal.zookeeper.Reshard;
import io.palinode.server.transport.kafka.KafkaClients;
import io.palinode.server.transport.kafka.KafkaCluster;
import io.palinode.server.transport.kafka.TopicGrowth;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the number of shards of a namespace while no orchestrator runs.
 *
 * <ol>
 *   <li>Looks whether all of it can be done: the number is larger, no orchestrator runs, and Kafka
 *       would add the partitions.
 *   <li>Writes the plan and takes the old heads away, in one transaction. From here on no shard can
 *       be written or taken over, and no node starts, until all is done.
 *   <li>Looks again whether an orchestrator runs that had begun before the plan was there.
 *   <li>Adds the partitions.
 *   <li>Moves each live saga's log, which is at any moment in one shard.
 *   <li>Copies the windows of ended sagas, then takes the old ones away.
 *   <li>Writes the new heads and the new number, and takes the plan away, in one transaction.
 * </ol>
 *
 * <p>It may die anywhere; run again it goes on, with the same number. After the second step there
 * is no way back but on. Input that was not read stays where it is: whoever reads it sends on what
 * belongs to another shard now.
 *
 * <p>Used by one thread; blocks.
 */
public final class Resharding {
  private static final Logger LOG = LoggerFactory.getLogger(Resharding.class);

  private final OrchestratorSettings settings;
  private final int to;
  private final Consumer<Step> reached;
  private boolean begun;

  /** What a fault test can stop at. Some are reached for each shard. */
  enum Step {
    SEALED,
    TOPICS_GROWN,
    SAGAS_MOVED,
    WINDOW_COPIED,
    WINDOW_DROPPED,
    FINISHED
  }

  /**
   * Nothing is asked yet.
   *
   * @param settings those of the namespace's orchestrators; {@code saga.shards} is not looked at
   * @param to the new number of shards
   */
  public Resharding(OrchestratorSettings settings, int to) {
    this(settings, to, step -> {});
  }

  Resharding(OrchestratorSettings settings, int to, Consumer<Step> reached) {
    this.settings = settings;
    this.to = to;
    this.reached = reached;
  }

  /**
   * Returns when the namespace has the new number of shards.
   *
   * @return false if it had it before
   * @throws io.palinode.server.journal.zookeeper.ReshardRefused if something is in the way
   * @throws io.palinode.server.journal.zookeeper.NamespaceMismatch if the namespace is not the one
   *     that the settings describe
   * @throws io.palinode.server.transport.kafka.TopicsRefused if Kafka does not add the partitions
   * @throws io.palinode.kafka.KafkaUnreachable if Kafka does not answer within {@code
   *     saga.connect.timeout}
   * @throws ZooKeeperUnreachable if ZooKeeper does not
   */
  public boolean run() {
    Duration limit = Connections.limit(settings);
    KafkaClients clients = Connections.clients(settings);
    TopicGrowth topics = new TopicGrowth(clients, settings.shared().topics(), limit);
    NamespaceMeta meta =
        new NamespaceMeta(
            settings.shared().topics(),
            to,
            new KafkaCluster(clients, limit).id(),
            UUID.randomUUID().toString());
    FirstSession.of(settings, limit).use(session -> run(meta, session, topics));
    return begun;
  }

  /** Begins again where ZooKeeper went away; the answer to the last step may be what was lost. */
  private void run(NamespaceMeta meta, ZooKeeper session, TopicGrowth topics) {
    Reshard reshard = new Reshard(meta, session);
    if (reshard.isDone()) {
      return;
    }
    int from = reshard.from();
    reshard.requireNoOwner();
    topics.rehearse(from, to);
    LOG.info("Namespace '{}': from {} shards to {}", meta.topics().namespace(), from, to);
    begun = true;
    reshard.seal();
    reached.accept(Step.SEALED);
    reshard.requireNoOwner();
    topics.grow(from, to);
    reached.accept(Step.TOPICS_GROWN);
    reshard.moveSagas(() -> reached.accept(Step.SAGAS_MOVED));
    reshard.copyWindows(() -> reached.accept(Step.WINDOW_COPIED));
    reshard.dropOldWindows(() -> reached.accept(Step.WINDOW_DROPPED));
    reshard.finish();
    reached.accept(Step.FINISHED);
    LOG.info("Namespace '{}' has {} shards", meta.topics().namespace(), to);
  }
}
