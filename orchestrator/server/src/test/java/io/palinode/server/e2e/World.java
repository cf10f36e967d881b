package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.client.SagaClient;
import io.palinode.client.SagaHandle;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.message.CommandId;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.server.transport.ShardOf;
import io.palinode.settings.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * One namespace with all that lives in it: orchestrators, scripted participants, a client, and
 * probes into Kafka and ZooKeeper.
 *
 * <p>Every world has a namespace of its own, so worlds share servers and see nothing of each other.
 */
final class World implements AutoCloseable {
  /** Longer than anything takes, on a machine that is short of CPU too. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final int SHARDS = 2;

  /** The default one, and far longer than a hand-over takes. */
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static final AtomicInteger WORLDS = new AtomicInteger();

  private final Map<String, String> shared = new TreeMap<>();
  private final Map<String, String> settings;
  private final Topics topics;
  private final List<Orchestrator> nodes = new ArrayList<>();
  private final Probe probe;
  private final Znodes znodes;
  private final ScriptedParticipants participants;
  private final AtomicInteger neighbours = new AtomicInteger();
  private @Nullable SagaClient client;

  /** A world without an orchestrator. */
  World(EmbeddedCluster cluster) {
    this(cluster, Map.of());
  }

  /** A world without an orchestrator, whose orchestrators have these settings besides. */
  World(EmbeddedCluster cluster, Map<String, String> extra) {
    this(cluster.bootstrapServers(), cluster.connectString());
    settings.putAll(extra);
  }

  World(String bootstrapServers, String connectString) {
    this.topics = new Topics("e2e-" + WORLDS.incrementAndGet());
    shared.put("kafka.bootstrap.servers", bootstrapServers);
    shared.put("saga.namespace", topics.namespace());
    shared.put("saga.topics.partitions", "1");
    this.settings = new TreeMap<>(shared);
    settings.put("saga.zookeeper.connect", connectString);
    settings.put("saga.shards", Integer.toString(SHARDS));
    this.probe = new Probe(bootstrapServers, topics);
    this.znodes = new Znodes(connectString, topics.namespace(), SHARDS);
    this.participants = new ScriptedParticipants(bootstrapServers, topics, probe);
  }

  /** A world with one orchestrator. */
  static World withNode(EmbeddedCluster cluster) {
    World world = new World(cluster);
    world.startNode();
    return world;
  }

  static ConditionFactory waiting() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  Orchestrator startNode() {
    return startNode(TripSaga.definitions());
  }

  Orchestrator startNode(List<SagaDefinition<?>> definitions) {
    Orchestrator node = Orchestrator.start(settings, definitions);
    nodes.add(node);
    participants.begin();
    return node;
  }

  /** The settings of this world's orchestrators. */
  Map<String, String> settings() {
    return settings;
  }

  ClientSettings clientSettings() {
    return ClientSettings.of(shared);
  }

  Topics topics() {
    return topics;
  }

  Probe probe() {
    return probe;
  }

  Znodes znodes() {
    return znodes;
  }

  ScriptedParticipants participants() {
    return participants;
  }

  SagaClient client() {
    if (client == null) {
      client = newClient();
    }
    return client;
  }

  /** A client of its own, which its user closes. */
  SagaClient newClient() {
    return KafkaSagaClient.connect(clientSettings());
  }

  /** Starts a trip that no test sees time out. */
  SagaHandle start(String sagaId) {
    return client().start(TripSaga.PATIENT, sagaId, Trip.to("Rome"));
  }

  /** Starts a trip that times out soon at its flight and its charge. */
  SagaHandle startHasty(String sagaId) {
    return client().start(TripSaga.HASTY, sagaId, Trip.to("Rome"));
  }

  static SagaReport outcome(SagaHandle handle) {
    assertThat(handle.outcome()).as("outcome of %s", handle.sagaId()).succeedsWithin(PATIENCE);
    return handle.outcome().join();
  }

  /** Waits until somebody reports that the saga stands like this. */
  SagaReport reported(String sagaId, SagaStatus status) {
    return waiting()
        .until(
            () ->
                probe.reports(sagaId).stream().filter(each -> each.status() == status).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until a participant holds back its reply to this command. */
  void awaitHeld(CommandId id) {
    waiting().until(() -> participants.holds(id));
  }

  /**
   * Runs another saga of the same shard to its end, so that all records that were there before it
   * have been dealt with.
   */
  void runNeighbour(String sagaId) {
    assertThat(outcome(start(neighbour(sagaId))).status()).isEqualTo(SagaStatus.COMPLETED);
  }

  /** A new saga id of the same shard. */
  String neighbour(String sagaId) {
    int shard = shard(sagaId);
    return Stream.generate(() -> "neighbour-" + neighbours.incrementAndGet())
        .filter(id -> shard(id) == shard)
        .findFirst()
        .orElseThrow();
  }

  static int shard(String sagaId) {
    return ShardOf.shardOf(sagaId, SHARDS);
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    nodes.forEach(Orchestrator::close);
    participants.close();
    znodes.close();
    probe.close();
  }
}
