package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.faults.Outage;
import io.palinode.server.faults.StolenSession;
import io.palinode.server.runtime.ShardCounters.Count;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Invariants 7, 8 and 15: an orchestrator outlives an absence of ZooKeeper that its sessions do
 * not, and goes on by itself.
 */
@ExtendWith(PalinodeServers.class)
class ZooKeeperAwayTest {
  private static final int TRIPS = 8;

  /** Twice as long as a session lasts. */
  private static final Duration AWAY = Duration.ofSeconds(2);

  /** Longer than the unhurried trip waits for the reply that comes meanwhile. */
  private static final Duration LONG_AWAY = TripSaga.UNHURRIED_WAIT.plusMillis(500);

  private EmbeddedCluster cluster;
  private TcpProxy network;
  private World world;
  private Orchestrator node;
  private List<SagaHandle> trips;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    this.cluster = cluster;
    network = TcpProxy.to(cluster.zooKeeper().port());
    world =
        new World(
            cluster,
            Map.of(
                "saga.zookeeper.connect",
                network.address(),
                "saga.zookeeper.session.timeout",
                "1s"));
    node = world.startNode();
    World.waiting().until(() -> node.ownedShards() == World.SHARDS);
    trips = IntStream.range(0, TRIPS).mapToObj(i -> waitForTheReply("trip-" + i)).toList();
    trips.forEach(trip -> world.awaitHeld(flight(trip)));
  }

  @AfterEach
  void close() {
    network.heal();
    world.close();
    network.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnByItselfWhenZooKeeperWasAwayForLongerThanASession(Outage outage) {
    long takeovers = node.counters().get(Count.TAKEOVERS);
    outage.begin(network);
    trips.forEach(trip -> world.participants().release(flight(trip)));
    World.waiting().during(AWAY).until(() -> World.ended(trips) == 0);
    outage.end(network);

    trips.forEach(world::shouldCompleteOnce);
    assertThat(node.counters().get(Count.TAKEOVERS)).as("sessions ended").isGreaterThan(takeovers);
  }

  /** Invariant 15: replies that came in time for the participants are not late for the saga. */
  @Test
  void shouldTakeTheRepliesThatHavePiledUpBeforeAnyOverdueTimerFires() {
    world.participants().onAction("unhurried", FLIGHT, Answer.HOLD_BACK);
    SagaHandle unhurried = world.startUnhurried("unhurried");
    world.awaitHeld(flight(unhurried));
    world.awaitQuiet("unhurried");

    Outage.REFUSED.begin(network);
    world.participants().release(flight(unhurried));
    World.waiting().during(LONG_AWAY).until(() -> !unhurried.outcome().isDone());
    Outage.REFUSED.end(network);

    world.shouldCompleteOnce(unhurried);
    world.shouldHaveTriedOnce(unhurried);
  }

  @Test
  void shouldGoOnOverASlowNetworkWhoseConnectionsTheServerForgets() {
    network.delay(Duration.ofMillis(50));
    network.halfClose();
    trips.forEach(trip -> world.participants().release(flight(trip)));

    trips.forEach(world::shouldCompleteOnce);
  }

  @Test
  void shouldLeadAgainWithoutARestartWhenItsSessionIsEnded() {
    String trip = trips.get(0).sagaId();
    List<Long> sessions = world.znodes().racers(trip);
    long epoch = world.znodes().epoch(trip);
    assertThat(sessions).hasSize(1);

    StolenSession.end(cluster.connectString(), sessions.get(0));
    trips.forEach(each -> world.participants().release(flight(each)));

    trips.forEach(world::shouldCompleteOnce);
    assertThat(world.znodes().epoch(trip)).isGreaterThan(epoch);
    assertThat(world.znodes().racers(trip)).hasSize(1).doesNotContainAnyElementsOf(sessions);
  }

  private SagaHandle waitForTheReply(String trip) {
    world.participants().onAction(trip, FLIGHT, Answer.HOLD_BACK);
    return world.start(trip);
  }

  private static CommandId flight(SagaHandle trip) {
    return new CommandId(trip.sagaId(), FLIGHT, Direction.ACTION);
  }
}
