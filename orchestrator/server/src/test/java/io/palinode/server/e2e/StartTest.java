package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.kafka.KafkaUnreachable;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.bootstrap.ZooKeeperUnreachable;
import io.palinode.server.journal.zookeeper.NamespaceMismatch;
import io.palinode.settings.InvalidSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class StartTest {
  private static final String KAFKA = "kafka.bootstrap.servers";
  private static final String ZOOKEEPER = "saga.zookeeper.connect";
  private static final String PATIENCE = "saga.connect.timeout";

  /** Nobody listens there. */
  private static final String NOWHERE = "127.0.0.1:9";

  private EmbeddedCluster cluster;
  private World world;
  private @Nullable TcpProxy door;

  @BeforeEach
  void open(EmbeddedCluster servers) {
    cluster = servers;
    world = new World(servers);
  }

  @AfterEach
  void close() {
    world.close();
    if (door != null) {
      door.close();
    }
  }

  @Test
  void shouldNameEveryRequiredSettingThatIsMissing() {
    assertThatThrownBy(() -> Orchestrator.start(Map.of(), TripSaga.definitions()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("The settings have 2 faults")
        .hasMessageContaining("kafka.bootstrap.servers is missing")
        .hasMessageContaining("saga.zookeeper.connect is missing");
  }

  @Test
  void shouldSayWhatAMisspeltSettingProbablyMeans() {
    world.settings().put("saga.sharts", "4");

    assertThatThrownBy(world::startNode)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("saga.sharts is not known; did you mean saga.shards?");
  }

  @Test
  void shouldGiveUpOnAKafkaThatDoesNotAnswerAndSayWhere() {
    world.settings().putAll(Map.of(KAFKA, NOWHERE, PATIENCE, "1s"));

    assertThatThrownBy(world::startNode)
        .isInstanceOf(KafkaUnreachable.class)
        .hasMessageContaining("Kafka at " + NOWHERE);
  }

  @Test
  void shouldGiveUpOnAZooKeeperThatDoesNotAnswerAndSayWhere() {
    world.settings().putAll(Map.of(ZOOKEEPER, NOWHERE, PATIENCE, "1s"));

    assertThatThrownBy(world::startNode)
        .isInstanceOf(ZooKeeperUnreachable.class)
        .hasMessageContaining("ZooKeeper at " + NOWHERE);
  }

  @Test
  void shouldWaitForAKafkaThatComesLate() {
    shouldStartOnceItIsThere(KAFKA, cluster.kafka().port());
  }

  @Test
  void shouldWaitForAZooKeeperThatComesLate() {
    shouldStartOnceItIsThere(ZOOKEEPER, cluster.zooKeeper().port());
  }

  @Test
  void shouldRefuseAnotherNumberOfShardsThanTheNamespaceHas() {
    world.startNode().close();
    world.settings().put("saga.shards", "3");
    world.settings().put("saga.topics.mode", "none");

    assertThatThrownBy(world::startNode)
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContainingAll(world.topics().namespace(), "2", "3");
  }

  @Test
  void shouldRefuseASessionTimeoutThatZooKeeperDoesNotGrant() {
    world.settings().put("saga.zookeeper.session.timeout", "2m");

    assertThatThrownBy(world::startNode)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("saga.zookeeper.session.timeout is 120000 ms")
        .hasMessageContaining("grants 60000 ms");
  }

  @Test
  void shouldRefuseTwoDefinitionsOfOneNameAndVersion() {
    assertThatThrownBy(() -> world.startNode(List.of(TripSaga.PATIENT, TripSaga.PATIENT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("raise the version of the newer one");
  }

  private void shouldStartOnceItIsThere(String setting, int port) {
    door = TcpProxy.to(port);
    world.settings().put(setting, door.address());
    door.refuse();
    CompletableFuture<Orchestrator> starting = CompletableFuture.supplyAsync(world::startNode);
    World.waiting().until(() -> door.refusals() > 2);
    assertThat(starting).isNotDone();

    door.heal();

    assertThat(starting).succeedsWithin(World.PATIENCE);
    assertThat(World.outcome(world.start("trip")).status()).isEqualTo(SagaStatus.COMPLETED);
  }
}
