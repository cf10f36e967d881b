package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.runtime.ShardCounters.Count;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How soon a node that was killed is replaced by one that runs. */
@ExtendWith(PalinodeServers.class)
class ReplacementTest {
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);
  private static final int SHARDS = 6;
  private static final int TRIPS = 60;

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world =
        new World(
            cluster,
            Map.of(
                "saga.shards",
                Integer.toString(SHARDS),
                "saga.zookeeper.session.timeout",
                SESSION_TIMEOUT.toSeconds() + "s"));
  }

  @Test
  void shouldReplaceAKilledNodeWithinItsSessionTimeoutAndASecond() {
    var successor = new AtomicReference<Orchestrator>();
    Duration limit = SESSION_TIMEOUT.plusSeconds(1);

    Duration quickest =
        Quickest.of(
            limit,
            attempt -> {
              try (ChildNode killed = ChildNode.start(world)) {
                if (successor.get() == null) {
                  successor.set(world.startNode());
                }
                return replace(killed, successor.get(), attempt);
              }
            });

    assertThat(quickest).isLessThan(limit);
  }

  private Duration replace(ChildNode killed, Orchestrator successor, int attempt) {
    World.waiting().until(() -> successor.ownedShards() == SHARDS / 2);
    long takeovers = successor.counters().get(Count.TAKEOVERS);
    CommandId held = new CommandId(attempt + "-trip-0", CARD, Direction.ACTION);
    world.participants().holdBack(held);
    List<SagaHandle> trips =
        IntStream.range(0, TRIPS).mapToObj(i -> world.start(attempt + "-trip-" + i)).toList();
    World.waiting().until(() -> World.ended(trips) > 0);

    long before = System.nanoTime();
    killed.kill();
    World.waiting().until(() -> successor.ownedShards() == SHARDS);
    Duration taken = Duration.ofNanos(System.nanoTime() - before);

    world.awaitHeld(held);
    world.participants().release(held);
    trips.forEach(world::shouldCompleteOnce);
    assertThat(successor.counters().get(Count.TAKEOVERS) - takeovers)
        .as("it gave none away while the other died")
        .isEqualTo(SHARDS / 2);
    return taken;
  }
}
