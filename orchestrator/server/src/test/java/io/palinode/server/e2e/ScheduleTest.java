package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A saga that is started every second, while the node that starts it is killed. */
@ExtendWith(PalinodeServers.class)
class ScheduleTest {
  private static final int FIRINGS_BEFORE = 2;
  private static final int FIRINGS_AFTER = 2;

  @Test
  void shouldFireEverySecondOnceWhenTheNodeThatFiresIsKilled(EmbeddedCluster cluster) {
    try (World world = new World(cluster, Map.of("saga.zookeeper.session.timeout", "1s"))) {
      Orchestrator successor;
      Instant killed;
      try (ChildNode firing = ChildNode.start(world, TickingNode.class)) {
        world.participants().begin();
        World.waiting().until(() -> started(world).size() >= FIRINGS_BEFORE);
        String shard = TickingNode.SAGA; // a schedule is fired by the owner of its name's shard
        assertThat(firing.isNamed(world.znodes().head(shard).path("owner").asText())).isTrue();

        firing.kill();
        killed = Instant.now();
        successor = world.startNode(TickingNode.definitions());
      }
      World.waiting()
          .until(
              () ->
                  started(world).stream().filter(time -> time.isAfter(killed)).count()
                      >= FIRINGS_AFTER);
      assertThat(successor.ownedShards()).isPositive();

      List<Instant> times = started(world);
      assertThat(times)
          .as("none is left out, for none was late by a minute")
          .isEqualTo(
              Stream.iterate(times.get(0), time -> time.plusSeconds(1))
                  .limit(times.size())
                  .toList());
      times.forEach(time -> shouldHaveRunOnce(world, TickingNode.SAGA + "@" + time));
    }
  }

  private static void shouldHaveRunOnce(World world, String sagaId) {
    world.reported(sagaId, SagaStatus.COMPLETED);
    assertThat(world.participants().effects(sagaId)).isEqualTo(Map.of("send-ticket/action", 1));
  }

  /** The moments of the sagas that were asked for, each once. */
  private static List<Instant> started(World world) {
    return world.probe().read(world.topics().starts()).stream()
        .map(found -> String.valueOf(found.record().key()))
        .map(id -> Instant.parse(id.substring(id.indexOf('@') + 1)))
        .distinct()
        .sorted()
        .toList();
  }
}
