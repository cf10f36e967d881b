package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.EmbeddedKafka;
import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.zookeeper.NamespaceMismatch;
import io.palinode.server.transport.kafka.ClusterUnfit;
import io.palinode.server.transport.kafka.NamespaceTaken;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.KafkaFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A start that is led to servers which are not its namespace's, or which cannot do what it needs.
 */
@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class WrongClusterTest {
  private EmbeddedCluster cluster;
  private EmbeddedKafka otherKafka;

  @BeforeAll
  void open(EmbeddedCluster servers) {
    cluster = servers;
    otherKafka = EmbeddedKafka.builder().feature("transaction.version", 1).start();
  }

  @AfterAll
  void close() {
    otherKafka.close();
  }

  @Test
  void shouldRefuseAnotherKafkaThanTheNamespaceWasMadeWith() {
    try (World world = World.withNode(cluster)) {
      world.settings().put("kafka.bootstrap.servers", otherKafka.bootstrapServers());

      assertThatThrownBy(world::startNode)
          .isInstanceOf(NamespaceMismatch.class)
          .hasMessageContaining("'%s' was made with kafka = ", world.topics().namespace())
          .hasMessageContaining(clusterId(cluster.bootstrapServers()))
          .hasMessageContaining(clusterId(otherKafka.bootstrapServers()))
          .hasMessageContaining("set kafka.bootstrap.servers to it")
          .hasMessageContaining("take the field 'kafka' out of");
      assertThat(topics(otherKafka.bootstrapServers()))
          .as("topics made in the wrong Kafka")
          .noneMatch(topic -> topic.startsWith(world.topics().namespace() + "."));
    }
  }

  @Test
  void shouldRefuseASecondZooKeeperForANamespaceOfOneKafkaUntilTheFirstIsGivenUp() {
    try (EmbeddedZooKeeper second = EmbeddedZooKeeper.builder().fsync(false).start();
        World world = new World(cluster)) {
      world.startNode().close();
      world.startNode().close();
      world.settings().put("saga.zookeeper.connect", second.connectString());

      assertThatThrownBy(world::startNode)
          .isInstanceOf(NamespaceTaken.class)
          .hasMessageContaining("The namespace '%s' in Kafka", world.topics().namespace())
          .hasMessageContaining("Set saga.zookeeper.connect")
          .hasMessageContaining("--delete --group " + world.topics().namespace() + ".orchestrator");

      try (Admin admin = admin(cluster.bootstrapServers())) {
        String group = world.topics().namespace() + ".orchestrator";
        answer(admin.deleteConsumerGroups(List.of(group)).all());
      }
      world.startNode();
      assertThat(World.outcome(world.start("trip")).status()).isEqualTo(SagaStatus.COMPLETED);
    }
  }

  @Test
  void shouldLetTwoNodesMakeANamespaceAtTheSameTime() {
    try (World world = new World(cluster)) {
      var first = CompletableFuture.supplyAsync(world::startNode);
      var second = CompletableFuture.supplyAsync(world::startNode);

      assertThat(first).succeedsWithin(World.PATIENCE);
      assertThat(second).succeedsWithin(World.PATIENCE);
    }
  }

  @Test
  void shouldRefuseTransactionsThatAreTooOldUntilTheirVersionIsRaised() {
    String kafka = otherKafka.bootstrapServers();
    try (World world = new World(kafka, cluster.connectString(), Map.of())) {
      world.settings().put("saga.publish.mode", "transactional");

      assertThatThrownBy(world::startNode)
          .isInstanceOf(ClusterUnfit.class)
          .hasMessage(
              "Kafka at %1$s has transaction.version 1; saga.publish.mode=transactional needs 2. Raise it with 'kafka-features.sh --bootstrap-server %1$s upgrade --feature transaction.version=2', or set saga.publish.mode to idempotent.",
              kafka);
      setTransactionVersion(0, UpgradeType.SAFE_DOWNGRADE);
      assertThatThrownBy(world::startNode)
          .isInstanceOf(ClusterUnfit.class)
          .hasMessageContaining("has transaction.version 0");

      setTransactionVersion(2, UpgradeType.UPGRADE);
      world.startNode();
      assertThat(World.outcome(world.start("trip")).status()).isEqualTo(SagaStatus.COMPLETED);
    }
  }

  private void setTransactionVersion(int version, UpgradeType direction) {
    try (Admin admin = admin(otherKafka.bootstrapServers())) {
      var update = new FeatureUpdate((short) version, direction);
      answer(
          admin
              .updateFeatures(Map.of("transaction.version", update), new UpdateFeaturesOptions())
              .all());
    }
  }

  private static String clusterId(String bootstrapServers) {
    try (Admin admin = admin(bootstrapServers)) {
      return answer(admin.describeCluster().clusterId());
    }
  }

  private static Iterable<String> topics(String bootstrapServers) {
    try (Admin admin = admin(bootstrapServers)) {
      return answer(admin.listTopics().names());
    }
  }

  private static Admin admin(String bootstrapServers) {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError("Kafka did not do it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }
}
