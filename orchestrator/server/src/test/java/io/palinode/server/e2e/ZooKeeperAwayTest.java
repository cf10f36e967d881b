package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.faults.Outage;
import io.palinode.server.faults.StolenSession;
import io.palinode.server.faults.TcpProxy;
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
 * Invariants 7 and 8: an orchestrator outlives an absence of ZooKeeper that its sessions do not,
 * and goes on by itself.
 */
@ExtendWith(PalinodeServers.class)
class ZooKeeperAwayTest {
  private static final int TRIPS = 8;

  /** Longer than a session lasts, and than the trips wait for the replies that come meanwhile. */
  private static final Duration AWAY = TripSaga.UNHURRIED_WAIT.plusMillis(500);

  private EmbeddedCluster cluster;
  private TcpProxy network;
  private World world;
  private Orchestrator node;
  private List<SagaHandle> trips;

  @BeforeEach
  void waitForTheRepliesToTheFlights(EmbeddedCluster cluster) {
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
    trips = IntStream.range(0, TRIPS).mapToObj(this::start).toList();
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
    assertThat(trips).as("no reply came too late").allSatisfy(world::shouldHaveTriedOnce);
  }

  @Test
  void shouldGoOnOverASlowNetworkWhoseConnectionsTheServerForgets() {
    network.delay(Duration.ofMillis(50));
    network.halfClose();
    trips.forEach(trip -> world.participants().release(flight(trip)));

    trips.forEach(world::shouldCompleteOnce);
    assertThat(trips).allSatisfy(world::shouldHaveTriedOnce);
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
    assertThat(trips).allSatisfy(world::shouldHaveTriedOnce);
    assertThat(world.znodes().epoch(trip)).isGreaterThan(epoch);
    assertThat(world.znodes().racers(trip)).hasSize(1).doesNotContainAnyElementsOf(sessions);
  }

  private SagaHandle start(int number) {
    String trip = "trip-" + number;
    world.participants().onAction(trip, FLIGHT, Answer.HOLD_BACK);
    return world.startUnhurried(trip);
  }

  private static CommandId flight(SagaHandle trip) {
    return new CommandId(trip.sagaId(), FLIGHT, Direction.ACTION);
  }
}
