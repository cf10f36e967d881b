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
import io.palinode.server.bootstrap.FaultyNode;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.server.faults.FailPoint;
import io.palinode.server.transport.ShardOf;
import io.palinode.settings.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private static final AtomicInteger WORLDS = new AtomicInteger();

  private final Map<String, String> shared = new TreeMap<>();
  private final Map<String, String> settings;
  private final int shards;
  private final Topics topics;
  private final List<Orchestrator> nodes = new CopyOnWriteArrayList<>();
  private final Probe probe;
  private final Znodes znodes;
  private final ScriptedParticipants participants;
  private final AtomicInteger neighbours = new AtomicInteger();
  private @Nullable SagaClient client;

  /** A world without an orchestrator. */
  World(EmbeddedCluster cluster) {
    this(cluster, Map.of());
  }

  /**
   * A world without an orchestrator, whose orchestrators have these settings besides. The probes
   * use the cluster's own addresses, wherever the settings lead the orchestrators.
   */
  World(EmbeddedCluster cluster, Map<String, String> extra) {
    this(cluster.bootstrapServers(), cluster.connectString(), extra);
  }

  World(String bootstrapServers, String connectString, Map<String, String> extra) {
    this.topics = new Topics("e2e-" + WORLDS.incrementAndGet());
    shared.put("kafka.bootstrap.servers", bootstrapServers);
    shared.put("saga.namespace", topics.namespace());
    shared.put("saga.topics.partitions", "1");
    this.settings = new TreeMap<>(shared);
    settings.put("saga.zookeeper.connect", connectString);
    settings.put("saga.shards", Integer.toString(SHARDS));
    settings.putAll(extra);
    this.probe = new Probe(bootstrapServers, topics);
    this.shards = Integer.parseInt(settings.get("saga.shards"));
    this.znodes = new Znodes(connectString, topics.namespace(), shards);
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
    return started(Orchestrator.start(settings, definitions));
  }

  /** Starts a node that has these settings besides. */
  Orchestrator startNode(Map<String, String> extra) {
    return startNode(extra, new FailPoint());
  }

  /** Starts a node that has these settings besides, and stops where the fail point is armed. */
  Orchestrator startNode(Map<String, String> extra, FailPoint point) {
    Map<String, String> own = new TreeMap<>(settings);
    own.putAll(extra);
    return started(FaultyNode.start(own, point));
  }

  private Orchestrator started(Orchestrator node) {
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

  /** Starts a trip that times out at its flight and its charge, in a few seconds. */
  SagaHandle startUnhurried(String sagaId) {
    return client().start(TripSaga.UNHURRIED, sagaId, Trip.to("Rome"));
  }

  /** Expects a trip to complete, and each of its commands to have had its effect once. */
  void shouldCompleteOnce(SagaHandle trip) {
    assertThat(outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(participants.effects(trip.sagaId()))
        .hasSize(5)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
  }

  /** Expects that no command of a completed trip was tried twice; it may have been sent twice. */
  void shouldHaveTriedOnce(SagaHandle trip) {
    assertThat(probe.commandLines(trip.sagaId()))
        .containsOnly(
            "book-hotel/action#1",
            "book-flight/action#1",
            "rent-car/action#1",
            "charge-card/action#1",
            "send-ticket/action#1");
  }

  /** Waits until a saga's shard has read all there is and has nothing to write. */
  void awaitQuiet(String sagaId) {
    int partition = ShardOf.shardOf(sagaId, shards);
    long starts = probe.end(topics.starts(), partition);
    long replies = probe.end(topics.replies(), partition);
    waiting().until(() -> znodes.isQuiet(sagaId, starts, replies));
  }

  static long ended(List<SagaHandle> trips) {
    return trips.stream().filter(trip -> trip.outcome().isDone()).count();
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
