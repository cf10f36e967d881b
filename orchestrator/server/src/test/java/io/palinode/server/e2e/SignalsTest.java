package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.server.e2e.TripSaga.CarRented;
import io.palinode.server.e2e.TripSaga.Trip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sagas that wait for signals over real servers, while an owner is killed. */
@ExtendWith(PalinodeServers.class)
class SignalsTest {
  private static final String HANDED_OVER = "keys-handed-over";
  private static final int TRIPS = 60;
  private static final int CITIES = 20;

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster, Map.of("saga.zookeeper.session.timeout", "1s", "saga.shards", "4"));
  }

  @Test
  void shouldGiveEachSignalToOneSagaWheneverItComesAlthoughAnOwnerIsKilled() {
    List<SagaHandle> trips = new ArrayList<>();
    try (ChildNode first = ChildNode.start(world);
        ChildNode second = ChildNode.start(world)) {
      world.participants().begin();
      signal(0, TRIPS / 3);
      for (int i = 0; i < TRIPS; i++) {
        trips.add(
            world.client().start(TripSaga.WAITING, "trip-" + i, Trip.to("city " + i % CITIES)));
      }
      World.waiting().until(() -> World.ended(trips) >= TRIPS / 4);
      World.waiting()
          .alias("one is the killed node's")
          .until(() -> trips.stream().anyMatch(trip -> owns(second, trip)));
      signal(0, TRIPS / 2);
      second.kill();
      signal(0, TRIPS);

      World.waiting().until(() -> World.ended(trips) == TRIPS);
      World.waiting().until(() -> world.znodes().pathsWith("trip-").isEmpty());
    }
    assertThat(trips)
        .allSatisfy(
            trip -> assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED));
    assertThat(trips.stream().map(SignalsTest::car))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, TRIPS).mapToObj(i -> "car-" + i).toList());
  }

  /** Signals that were sent before are sent again, under their ids. */
  private void signal(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(
              world
                  .client()
                  .signal(HANDED_OVER, "city " + i % CITIES, new CarRented("car-" + i), "s-" + i))
          .succeedsWithin(World.PATIENCE);
    }
  }

  private boolean owns(ChildNode node, SagaHandle trip) {
    return node.isNamed(world.znodes().head(trip.sagaId()).path("owner").asText());
  }

  private static String car(SagaHandle trip) {
    SagaReport report = World.outcome(trip);
    return report.data().path("car").asText();
  }
}
