package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.runtime.ShardCounters.Count;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    try (ChildNode killed = ChildNode.start(world)) {
      world.participants().begin();
      SagaHandle first = world.start("first");
      assertThat(World.outcome(first).status()).isEqualTo(SagaStatus.COMPLETED);
      Orchestrator successor = world.startNode();
      World.waiting().until(() -> successor.ownedShards() == SHARDS / 2);
      List<SagaHandle> trips =
          IntStream.range(0, TRIPS).mapToObj(i -> world.start("trip-" + i)).toList();
      World.waiting().until(() -> World.ended(trips) > 0);

      long before = System.nanoTime();
      killed.kill();
      assertThat(World.ended(trips)).as("some were under way").isLessThan(TRIPS);
      World.waiting().until(() -> successor.ownedShards() == SHARDS);
      Duration taken = Duration.ofNanos(System.nanoTime() - before);

      assertThat(taken).isLessThan(SESSION_TIMEOUT.plusSeconds(1));
      trips.forEach(world::shouldCompleteOnce);
      assertThat(successor.counters().get(Count.TAKEOVERS))
          .as("it gave none away while the other died")
          .isEqualTo(SHARDS);
    }
  }
}
