package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.DyingReshard;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.CarRented;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.server.transport.ShardOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks and signals with {@code saga.publish.mode=transactional}, in two shards and then five. */
@ExtendWith(PalinodeServers.class)
class TransactionalKeysTest {
  private static final int MORE = 5;
  private static final int TRIPS = 6;

  /** The lock and the mailbox are in different shards, of two and of five. */
  private static final String LOCKED = "Oslo";

  private static final String AWAITED = "Rome";
  private static final String LOCK = "lock:city:" + LOCKED;

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster, Map.of("saga.publish.mode", "transactional"));
  }

  @Test
  void shouldKeepLocksAndSignalsWhenTheirOwnersAreKeptOutAndTheShardsBecomeMore() {
    Orchestrator node = world.startNode();
    List<SagaHandle> alone = aloneInTheirCity();
    List<String> turns = world.znodes().queueOf(LOCK);
    signal(0, 2);
    List<SagaHandle> waiting = trips("waiting", TripSaga.WAITING, AWAITED, 0, TRIPS);
    World.waiting().until(() -> World.ended(waiting) == 2);

    List<Long> epochs = epochs();
    IntStream.range(0, World.SHARDS).forEach(world.probe()::keepOut);
    holdBack(turns.get(2));
    world.participants().release(booking(turns.get(0)));
    signal(2, 4);
    world.awaitHeld(booking(turns.get(2)));
    World.waiting().until(() -> World.ended(waiting) == 4);
    assertThat(world.znodes().queueOf(LOCK)).isEqualTo(turns.subList(2, TRIPS));
    assertThat(epochs())
        .as("each shard was lost, and taken again")
        .zipSatisfy(epochs, (epoch, before) -> assertThat(epoch).isGreaterThan(before));
    node.close();
    signal(4, 5);
    DyingReshard.run(world.settings(), MORE, "SEALED", () -> {});
    assertThat(world.znodes().pathsWith("/keys/").stream().filter(path -> path.endsWith(LOCK)))
        .singleElement()
        .asString()
        .contains("/shards/%02d/".formatted(ShardOf.shardOf("lock/city/" + LOCKED, MORE)));

    world.startNode(Map.of("saga.shards", Integer.toString(MORE)));
    world.participants().release(booking(turns.get(2)));
    signal(0, TRIPS);

    assertThat(alone).allSatisfy(TransactionalKeysTest::shouldComplete);
    assertThat(waiting).allSatisfy(TransactionalKeysTest::shouldComplete);
    assertThat(turnsTaken()).isEqualTo(turns);
    assertThat(waiting.stream().map(trip -> World.outcome(trip).data().path("car").asText()))
        .containsExactlyInAnyOrder("car-0", "car-1", "car-2", "car-3", "car-4", "car-5");
    World.waiting().until(() -> world.znodes().pathsWith(LOCK).isEmpty());
    assertThat(world.probe().marksOfTransactions(world.topics().replies())).isPositive();
  }

  /** One that has booked its hotel and hears nothing, and others that wait for their turn. */
  private List<SagaHandle> aloneInTheirCity() {
    holdBack("alone-0");
    List<SagaHandle> trips = new ArrayList<>(trips("alone", TripSaga.EXCLUSIVE, LOCKED, 0, 1));
    world.awaitHeld(booking("alone-0"));
    trips.addAll(trips("alone", TripSaga.EXCLUSIVE, LOCKED, 1, TRIPS));
    World.waiting().until(() -> world.znodes().queueOf(LOCK).size() == TRIPS);
    return trips;
  }

  private List<SagaHandle> trips(
      String name, SagaDefinition<Trip> definition, String city, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> world.client().start(definition, name + "-" + i, Trip.to(city)))
        .toList();
  }

  /** Signals that were sent before are sent again, under their ids. */
  private void signal(int from, int to) {
    for (int i = from; i < to; i++) {
      CarRented car = new CarRented("car-" + i);
      assertThat(world.client().signal("keys-handed-over", AWAITED, car, "s-" + i))
          .succeedsWithin(World.PATIENCE);
    }
  }

  /** The epoch of each shard. */
  private List<Long> epochs() {
    return world.znodes().pathsWith("/head").stream()
        .sorted()
        .map(head -> world.znodes().json(head).path("epoch").asLong())
        .toList();
  }

  private void holdBack(String trip) {
    world.participants().holdBack(booking(trip));
  }

  private static CommandId booking(String trip) {
    return new CommandId(trip, HOTEL, Direction.ACTION);
  }

  /** Who had its turn, in order: twice whoever was interrupted by another. */
  private List<String> turnsTaken() {
    List<String> turns = new ArrayList<>();
    for (CommandId applied : world.participants().ledger()) {
      String trip = applied.sagaId();
      boolean goesOn = !turns.isEmpty() && turns.get(turns.size() - 1).equals(trip);
      if (trip.startsWith("alone-") && !goesOn) {
        turns.add(trip);
      }
    }
    return turns;
  }

  private static void shouldComplete(SagaHandle trip) {
    assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED);
  }
}
