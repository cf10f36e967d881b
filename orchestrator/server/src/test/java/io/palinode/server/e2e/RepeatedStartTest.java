package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaClient;
import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.server.runtime.ShardCounters.Count;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class RepeatedStartTest {
  @AutoClose private World world;
  private Orchestrator node;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode();
  }

  @Test
  void shouldBeOneSagaWhileItLives() {
    CommandId charge = new CommandId("twice", CARD, Direction.ACTION);
    world.participants().onAction("twice", CARD, Answer.HOLD_BACK);
    SagaHandle first = world.start("twice");
    world.awaitHeld(charge);

    try (SagaClient other = world.newClient()) {
      SagaHandle second = other.start(TripSaga.PATIENT, "twice", Trip.to("Oslo"));
      World.waiting().until(() -> node.counters().get(Count.REPEATED_STARTS) == 1);
      world.participants().release(charge);

      assertThat(World.outcome(first).status()).isEqualTo(SagaStatus.COMPLETED);
      assertThat(World.outcome(second).data().path("city").asText()).isEqualTo("Rome");
    }
    shouldHaveRunOnce("twice", 5);
  }

  @Test
  void shouldBeOneSagaAfterItHasEnded() {
    World.outcome(world.start("again"));
    World.waiting().until(() -> world.znodes().log("again").isEmpty());

    try (SagaClient other = world.newClient()) {
      SagaHandle second = other.start(TripSaga.PATIENT, "again", Trip.to("Oslo"));
      assertThat(World.outcome(second).status()).isEqualTo(SagaStatus.COMPLETED);
    }
    shouldHaveRunOnce("again", 5);
  }

  @Test
  void shouldRememberThatASagaWasUndoneAcrossATakeover() {
    world.participants().onAction("undone", CARD, Answer.reject("NO_FUNDS"));
    World.outcome(world.start("undone"));
    World.waiting().until(() -> world.znodes().log("undone").isEmpty());
    node.close();
    node = world.startNode();

    try (SagaClient other = world.newClient()) {
      SagaHandle second = other.start(TripSaga.PATIENT, "undone", Trip.to("Oslo"));
      assertThat(World.outcome(second).status()).isEqualTo(SagaStatus.COMPENSATED);
    }
    shouldHaveRunOnce("undone", 6);
  }

  private void shouldHaveRunOnce(String sagaId, int effects) {
    world.runNeighbour(sagaId);
    assertThat(node.counters().get(Count.REPEATED_STARTS)).isEqualTo(1);
    assertThat(world.probe().commands(sagaId).stream().map(each -> each.id().toString()))
        .doesNotHaveDuplicates();
    assertThat(world.participants().effects(sagaId))
        .hasSize(effects)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
  }
}
