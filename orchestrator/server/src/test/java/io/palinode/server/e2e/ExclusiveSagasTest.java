package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CAR;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.server.e2e.TripSaga.Trip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hundreds of sagas of two definitions over a few keys, spread over shards and two nodes. */
@ExtendWith(PalinodeServers.class)
class ExclusiveSagasTest {
  private static final List<String> CITIES =
      List.of("Rome", "Oslo", "Bern", "Sao Paulo/Lapa", "Lima");

  /** One of each city, so that the others have to wait for it. */
  private static final List<String> FIRST =
      List.of("trip-0", "trip-2", "trip-4", "trip-6", "trip-8");

  private static final int TRIPS = 200;
  private static final int KILLED_AFTER = 60;

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster, Map.of("saga.zookeeper.session.timeout", "1s", "saga.shards", "4"));
  }

  @Test
  void shouldServeEachKeyInTheOrderOfItsQueueAlthoughAnOwnerIsKilled() {
    List<SagaHandle> trips = new ArrayList<>();
    Map<String, List<String>> turns = new LinkedHashMap<>();
    try (ChildNode first = ChildNode.start(world);
        ChildNode second = ChildNode.start(world)) {
      world.participants().begin();
      FIRST.forEach(trip -> world.participants().holdBack(booking(trip)));
      FIRST.forEach(trip -> trips.add(start(trip)));
      FIRST.forEach(trip -> world.awaitHeld(booking(trip)));
      for (int i = 0; i < TRIPS; i++) {
        if (!FIRST.contains("trip-" + i)) {
          trips.add(start("trip-" + i));
        }
      }
      for (String city : CITIES) {
        String lock = "lock:city:" + city.replace(" ", "%20").replace("/", "%2F");
        World.waiting().until(() -> world.znodes().queueOf(lock).size() == TRIPS / CITIES.size());
        turns.put(city, world.znodes().queueOf(lock));
      }
      FIRST.forEach(trip -> world.participants().release(booking(trip)));

      World.waiting().until(() -> World.ended(trips) >= KILLED_AFTER);
      assertThat(FIRST).as("one is the killed node's").anyMatch(trip -> owns(second, trip));
      second.kill();
      assertThat(World.ended(trips)).as("ended when the owner was killed").isLessThan(TRIPS);
      World.waiting().until(() -> World.ended(trips) == TRIPS);
      World.waiting().until(() -> world.znodes().pathsWith("lock:city:").isEmpty());
      World.waiting().until(() -> world.znodes().pathsWith("trip-").isEmpty());
    }
    assertThat(trips).allSatisfy(this::shouldHaveEndedRight);
    assertThat(turnsTaken()).isEqualTo(turns);
  }

  /** True if the node leads the shard of the saga. */
  private boolean owns(ChildNode node, String trip) {
    return node.isNamed(world.znodes().head(trip).path("owner").asText());
  }

  private SagaHandle start(String trip) {
    if (undone(trip)) {
      world.participants().onAction(trip, CAR, Answer.reject("NO_CAR"));
    }
    return world
        .client()
        .start(
            number(trip) % 2 == 0 ? TripSaga.EXCLUSIVE : TripSaga.OTHER_EXCLUSIVE,
            trip,
            Trip.to(city(trip)));
  }

  private static boolean undone(String trip) {
    return number(trip) % 5 == 0;
  }

  private static String city(String trip) {
    return CITIES.get(number(trip) / 2 % CITIES.size());
  }

  private static int number(String trip) {
    return Integer.parseInt(trip.substring("trip-".length()));
  }

  private static CommandId booking(String trip) {
    return new CommandId(trip, HOTEL, Direction.ACTION);
  }

  /** For each city, who had its turn, in order: twice whoever was interrupted by another. */
  private Map<String, List<String>> turnsTaken() {
    Map<String, List<String>> turns = new LinkedHashMap<>();
    CITIES.forEach(city -> turns.put(city, new ArrayList<>()));
    for (CommandId applied : world.participants().ledger()) {
      List<String> sagas = turns.get(city(applied.sagaId()));
      if (sagas.isEmpty() || !sagas.get(sagas.size() - 1).equals(applied.sagaId())) {
        sagas.add(applied.sagaId());
      }
    }
    return turns;
  }

  private void shouldHaveEndedRight(SagaHandle trip) {
    boolean undone = undone(trip.sagaId());
    assertThat(World.outcome(trip).status())
        .isEqualTo(undone ? SagaStatus.COMPENSATED : SagaStatus.COMPLETED);
    assertThat(world.participants().effects(trip.sagaId()))
        .isEqualTo(
            undone
                ? Map.of("book-hotel/action", 1, "book-hotel/compensation", 1)
                : Map.of("book-hotel/action", 1, "rent-car/action", 1));
  }
}
