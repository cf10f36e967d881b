package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palinode.client.SagaHandle;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/**
 * The two main journeys against Kafka and ZooKeeper as they are deployed, in containers.
 *
 * <p>Needs a Docker engine, and says so where none answers. The images can be chosen: {@code
 * palinode.e2e.kafka.image} and {@code palinode.e2e.zookeeper.image}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ContainersTest {
  private static final String NO_DOCKER =
      "No Docker engine answers, so nothing was tried against the real images.";

  private static final String KAFKA_IMAGE =
      System.getProperty("palinode.e2e.kafka.image", "apache/kafka:4.4.0");

  private static final String ZOOKEEPER_IMAGE =
      System.getProperty("palinode.e2e.zookeeper.image", "zookeeper:3.9.5");

  private static final int ZOOKEEPER_PORT = 2181;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable World world;

  @BeforeAll
  void sayWhetherThereIsDocker() {
    if (!hasDocker()) {
      System.out.println("*** ContainersTest is SKIPPED: " + NO_DOCKER + " ***");
    }
  }

  @BeforeEach
  void open() {
    assumeTrue(hasDocker(), NO_DOCKER);
    if (world == null) {
      world = start();
    }
  }

  @AfterAll
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void shouldCompleteATrip() {
    SagaHandle trip = world.start("trip");

    assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.probe().commandLines("trip"))
        .containsExactly(
            "book-hotel/action#1",
            "book-flight/action#1",
            "rent-car/action#1",
            "charge-card/action#1",
            "send-ticket/action#1");
    World.waiting().until(() -> world.znodes().pathsWith("/trip").isEmpty());
  }

  @Test
  void shouldUndoATripInReverseOrder() {
    world.participants().onAction("undone", CARD, Answer.reject("NO_FUNDS"));

    SagaReport report = World.outcome(world.start("undone"));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(world.probe().commandLines("undone"))
        .endsWith(
            "rent-car/compensation#1", "book-flight/compensation#1", "book-hotel/compensation#1");
  }

  private static boolean hasDocker() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  private World start() {
    var kafka = new KafkaContainer(KAFKA_IMAGE);
    var zooKeeper = new GenericContainer<>(ZOOKEEPER_IMAGE).withExposedPorts(ZOOKEEPER_PORT);
    opened.addAll(List.of(kafka, zooKeeper));
    Startables.deepStart(kafka, zooKeeper).join();
    World started =
        new World(
            kafka.getBootstrapServers(),
            zooKeeper.getHost() + ":" + zooKeeper.getMappedPort(ZOOKEEPER_PORT),
            Map.of());
    opened.add(0, started);
    started.startNode();
    return started;
  }
}
