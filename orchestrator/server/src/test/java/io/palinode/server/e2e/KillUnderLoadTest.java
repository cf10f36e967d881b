package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class KillUnderLoadTest {
  private static final int TRIPS = 300;

  /** Set {@code palinode.e2e.seed} to see the same sagas and the same kills again. */
  private static final long SEED = Long.getLong("palinode.e2e.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster, Map.of("saga.zookeeper.session.timeout", "1s"));
  }

  @Test
  void shouldEndEverySagaRightAlthoughTheOrchestratorIsKilledTwice() {
    int firstKill = 20 + random.nextInt(80);
    int secondKill = firstKill + 20 + random.nextInt(100);
    String seen = "seed %d, killed after %d and %d ends".formatted(SEED, firstKill, secondKill);
    List<SagaHandle> trips = new ArrayList<>();
    try (ChildNode first = ChildNode.start(world)) {
      world.participants().begin();
      for (int i = 0; i < TRIPS; i++) {
        trips.add(start(i));
      }
      World.waiting().until(() -> ended(trips) >= firstKill);
      first.kill();
      assertThat(ended(trips)).as(seen).isLessThan(TRIPS);
    }
    try (ChildNode second = ChildNode.start(world)) {
      World.waiting().until(() -> ended(trips) >= secondKill);
      second.kill();
      assertThat(ended(trips)).as(seen).isLessThan(TRIPS);
    }
    try (ChildNode third = ChildNode.start(world)) {
      World.waiting().alias(seen).until(() -> ended(trips) == TRIPS);
      assertThat(trips).as(seen).allSatisfy(this::shouldHaveEndedRight);
      World.waiting().alias(seen).until(() -> world.znodes().pathsWith("trip-").isEmpty());
    }
  }

  /** Most complete; some are undone; some are tried again in either direction. */
  private SagaHandle start(int i) {
    String trip = "trip-" + i;
    if (undone(i)) {
      world.participants().onAction(trip, CARD, Answer.reject("NO_FUNDS"));
    }
    if (random.nextInt(4) == 0) {
      world.participants().onAction(trip, FLIGHT, Answer.tryAgain("BUSY"));
      world.participants().onCompensation(trip, HOTEL, Answer.tryAgain("BUSY"));
    }
    return world.start(trip);
  }

  private void shouldHaveEndedRight(SagaHandle trip) {
    int number = Integer.parseInt(trip.sagaId().substring("trip-".length()));
    SagaReport report = World.outcome(trip);
    assertThat(report.status())
        .isEqualTo(undone(number) ? SagaStatus.COMPENSATED : SagaStatus.COMPLETED);
    assertThat(world.participants().effects(trip.sagaId()))
        .hasSize(undone(number) ? 6 : 5)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
  }

  private static boolean undone(int number) {
    return number % 3 == 0;
  }

  private static long ended(List<SagaHandle> trips) {
    return trips.stream().filter(trip -> trip.outcome().isDone()).count();
  }
}
