package io.palinode.server.bootstrap;

import io.palinode.kafka.KafkaClientConfig;
import io.palinode.saga.TopicStart;
import io.palinode.server.journal.StoredDefinition;
import io.palinode.server.journal.zookeeper.DefinitionRegister;
import io.palinode.server.journal.zookeeper.NamespaceMeta;
import io.palinode.server.runtime.Definitions;
import io.palinode.server.transport.kafka.KafkaClients;
import io.palinode.server.transport.kafka.KafkaCluster;
import io.palinode.server.transport.kafka.KafkaInputFeed;
import io.palinode.server.transport.kafka.KafkaTopics;
import io.palinode.server.transport.kafka.NamespaceClaim;
import io.palinode.server.transport.kafka.TopicPlan;
import io.palinode.settings.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A node's connections: what its shards read, send and journal through.
 *
 * <p>Safe for use by any thread.
 *
 * @param remembered every version that was ever served of the sagas that the node serves
 */
record Connections(
    KafkaInputFeed feed,
    Publishing publishing,
    ZooKeeperSessions sessions,
    List<StoredDefinition> remembered)
    implements AutoCloseable {
  private static final Duration FOR_EVER = Duration.ofDays(3_650);
  private static final Duration LAST_SENDS = Duration.ofSeconds(2);

  /**
   * Waits for Kafka and ZooKeeper, sees to topics and namespace, and connects.
   *
   * @param served whose topics are needed, and which is compared with what was served under the
   *     same name and version
   * @throws io.palinode.kafka.KafkaUnreachable if Kafka does not answer within {@code
   *     saga.connect.timeout}
   * @throws ZooKeeperUnreachable if ZooKeeper does not
   * @throws io.palinode.server.journal.zookeeper.NamespaceMismatch if the namespace was made
   *     otherwise, or with another Kafka
   * @throws io.palinode.server.journal.zookeeper.DefinitionChanged if a definition was served
   *     before under the same version and was another one
   * @throws io.palinode.server.transport.kafka.NamespaceTaken if it is another ZooKeeper's in Kafka
   * @throws io.palinode.server.transport.kafka.ClusterUnfit if Kafka cannot do what is configured
   */
  static Connections open(OrchestratorSettings settings, Definitions served) {
    Duration limit = limit(settings);
    KafkaClients clients = clients(settings);
    TopicPlan plan = plan(settings, served);
    KafkaCluster cluster = new KafkaCluster(clients, limit);
    NamespaceMeta meta = meta(settings, cluster.id());
    Publishing.requireSupport(settings, cluster);
    FirstSession zooKeeper = FirstSession.of(settings, limit);
    zooKeeper.use(meta::compare);
    new KafkaTopics(clients, plan).prepare(settings.get(ClientSettings.TOPIC_MODE), limit);
    String instance = zooKeeper.ask(meta::agree);
    DefinitionRegister register = new DefinitionRegister(meta.topics().namespace());
    List<StoredDefinition> remembered =
        zooKeeper.ask(session -> register.agree(session, served.all()));
    new NamespaceClaim(clients, settings.shared().topics(), instance).stake(limit);
    Publishing publishing = Publishing.open(settings, clients, plan.published(), limit);
    try {
      ZooKeeperSessions sessions = new ZooKeeperSessions(settings, meta::compare);
      KafkaInputFeed feed = KafkaInputFeed.start(clients, settings.shared().topics(), instance);
      return new Connections(feed, publishing, sessions, remembered);
    } catch (RuntimeException | Error e) {
      publishing.closing().accept(Duration.ZERO);
      throw e;
    }
  }

  private static NamespaceMeta meta(OrchestratorSettings settings, String cluster) {
    return new NamespaceMeta(
        settings.shared().topics(),
        settings.get(OrchestratorSettings.SHARDS),
        cluster,
        UUID.randomUUID().toString());
  }

  @Override
  public void close() {
    feed.close();
    publishing.closing().accept(LAST_SENDS);
    sessions.close();
  }

  /** How long to wait for Kafka and ZooKeeper. */
  static Duration limit(OrchestratorSettings settings) {
    Duration configured = settings.get(ClientSettings.CONNECT_TIMEOUT);
    return configured.isZero() ? FOR_EVER : configured;
  }

  static KafkaClients clients(OrchestratorSettings settings) {
    String clientId = settings.shared().topics().namespace() + "-orchestrator";
    return new KafkaClients(KafkaClientConfig.of(settings.shared()), clientId);
  }

  private static TopicPlan plan(OrchestratorSettings settings, Definitions served) {
    return new TopicPlan(
        settings.shared().topics(),
        settings.get(OrchestratorSettings.SHARDS),
        partitions(settings, served.participants().stream()),
        partitions(settings, served.topicStarts().stream().map(TopicStart::topic)),
        partitions(settings, served.noticeTopics().stream()),
        settings.get(ClientSettings.TOPIC_REPLICATION).shortValue());
  }

  private static Map<String, Integer> partitions(
      OrchestratorSettings settings, Stream<String> names) {
    int partitions = settings.get(ClientSettings.TOPIC_PARTITIONS);
    Map<String, Integer> byName = new TreeMap<>();
    names.forEach(name -> byName.put(name, partitions));
    return byName;
  }
}
