package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.EmbeddedKafka;
import io.palinode.embedded.PalinodeServers;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.faults.FailPoint;
import io.palinode.server.faults.Outage;
import io.palinode.server.runtime.Checkpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Invariant 7: Kafka goes away, for everybody, and comes back.
 *
 * <p>All clients of this broker come to it through one network.
 */
@ExtendWith(PalinodeServers.class)
class KafkaAwayTest {
  private static final String TRIP = "trip";
  private static final int TRIPS = 60;

  /** Longer than the trip waits for the reply to a command that Kafka has. */
  private static final Duration AWAY = TripSaga.UNHURRIED_WAIT.plusMillis(500);

  @TempDir private static Path directory;
  private static TcpProxy network;
  private static EmbeddedKafka kafka;
  private World world;

  @BeforeAll
  static void startKafka() {
    network = TcpProxy.toNowhere();
    restartKafka(0);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
    network.close();
  }

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world =
        new World(
            network.address(),
            cluster.connectString(),
            Map.of("kafka.reconnect.backoff.max.ms", "200"));
  }

  @AfterEach
  void close() {
    network.heal();
    world.close();
  }

  /** The shorter patience makes the producer give its records up while Kafka is away. */
  @ParameterizedTest
  @CsvSource({"REFUSED, 60000", "UNANSWERED, 60000", "HALF_CLOSED, 1000"})
  void shouldLetNoStepTimeOutWhoseCommandKafkaNeverAcknowledged(Outage outage, int patience) {
    FailPoint point = new FailPoint();
    world.startNode(
        Map.of(
            "kafka.request.timeout.ms",
            "1000",
            "kafka.delivery.timeout.ms",
            Integer.toString(patience)),
        point);
    world.participants().onAction(TRIP, HOTEL, Answer.HOLD_BACK);
    SagaHandle trip = world.startUnhurried(TRIP);
    CommandId book = new CommandId(TRIP, HOTEL, Direction.ACTION);
    world.awaitHeld(book);
    world.awaitQuiet(TRIP);
    point.arm(Checkpoint.JOURNALED_NOT_PUBLISHED, 1);
    world.participants().release(book);
    World.waiting().until(() -> point.standing() != null);

    outage.begin(network);
    point.letGo();
    String log = world.znodes().log(TRIP).orElseThrow();
    assertThat(log).contains("\"issued\",\"step\":\"" + FLIGHT);
    World.waiting().during(AWAY).until(() -> log.equals(world.znodes().log(TRIP).orElse("")));
    outage.end(network);

    world.shouldCompleteOnce(trip);
    world.shouldHaveTriedOnce(trip);
  }

  @Test
  void shouldLetNoStepTimeOutWhoseReplyKafkaHadAndCouldNotGive() {
    world.startNode(Map.of("kafka.request.timeout.ms", "1000"));
    CommandId hotel = new CommandId(TRIP, HOTEL, Direction.ACTION);
    CommandId flight = new CommandId(TRIP, FLIGHT, Direction.ACTION);
    world.participants().holdBack(hotel);
    world.participants().holdBack(flight);
    SagaHandle trip = world.startUnhurried(TRIP);
    world.awaitHeld(hotel);
    world.participants().release(hotel);
    world.awaitHeld(flight);
    world.awaitQuiet(TRIP);

    Outage.UNANSWERED.begin(network);
    var sent = CompletableFuture.runAsync(() -> world.participants().release(flight));
    String log = world.znodes().log(TRIP).orElseThrow();
    World.waiting().during(AWAY).until(() -> log.equals(world.znodes().log(TRIP).orElse("")));
    assertThat(sent).isNotDone();
    Outage.UNANSWERED.end(network);

    world.shouldCompleteOnce(trip);
    world.shouldHaveTriedOnce(trip);
  }

  @Test
  void shouldEndEverySagaRightWhenTheBrokerIsStartedAgainOnItsData() {
    Orchestrator node = world.startNode();
    List<SagaHandle> trips =
        IntStream.range(0, TRIPS).mapToObj(i -> world.start("trip-" + i)).toList();
    World.waiting().until(() -> World.ended(trips) > 0);

    kafka.close();
    assertThat(World.ended(trips)).as("some were under way").isLessThan(TRIPS);
    restartKafka(kafka.port());

    trips.forEach(world::shouldCompleteOnce);
    assertThat(node.ownedShards()).isEqualTo(World.SHARDS);
    World.waiting().until(() -> world.znodes().pathsWith("/trip-").isEmpty());
  }

  private static void restartKafka(int port) {
    kafka =
        EmbeddedKafka.builder()
            .directory(directory)
            .port(port)
            .advertisedPort(network.port())
            .start();
    network.lead(kafka.port());
  }
}
