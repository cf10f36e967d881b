package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CAR;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.runtime.ShardCounters.Count;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that nobody waits for, while a saga waits for the reply to its flight. */
@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class StaleReplyTest {
  private static final CommandOutcome YES = new Succeeded(Payload.NONE);
  private static final CommandOutcome NO = new Rejected(new Reason("LATE", "No."));

  @AutoClose private World world;
  private Orchestrator node;
  private int trips;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode();
  }

  /** A reply to a saga that waits for the first attempt of its flight. */
  private interface Stale {
    ReplyMessage to(String sagaId);
  }

  static Stream<Arguments> staleReplies() {
    return Stream.of(
        stale("duplicate", HOTEL, Direction.ACTION, 1, YES),
        stale("duplicate that says no", HOTEL, Direction.ACTION, 1, NO),
        stale("attempt that was never made", FLIGHT, Direction.ACTION, 2, YES),
        stale("no to an attempt that was never made", FLIGHT, Direction.ACTION, 2, NO),
        stale("compensation that was never asked for", FLIGHT, Direction.COMPENSATION, 1, YES),
        stale("step that has not begun", CAR, Direction.ACTION, 1, YES),
        stale("step that the saga does not have", "sell-house", Direction.ACTION, 1, NO));
  }

  @ParameterizedTest
  @MethodSource("staleReplies")
  void shouldChangeNothingAndBeCounted(Stale stale) {
    String trip = "waiting-" + ++trips;
    CommandId flight = new CommandId(trip, FLIGHT, Direction.ACTION);
    world.participants().onAction(trip, FLIGHT, Answer.HOLD_BACK);
    SagaHandle handle = world.start(trip);
    world.awaitHeld(flight);
    String log = world.znodes().log(trip).orElseThrow();
    long counted = node.counters().get(Count.STALE_REPLIES);

    world.probe().send(world.topics().replies(), stale.to(trip).toRecord());

    World.waiting().until(() -> node.counters().get(Count.STALE_REPLIES) == counted + 1);
    world.runNeighbour(trip);
    assertThat(world.znodes().log(trip)).contains(log);

    world.participants().release(flight);
    assertThat(World.outcome(handle).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.probe().commandLines(trip))
        .containsExactly(
            "book-hotel/action#1",
            "book-flight/action#1",
            "rent-car/action#1",
            "charge-card/action#1",
            "send-ticket/action#1");
  }

  @Test
  void shouldBeCountedWhenTheSagaIsUnknownOrHasEnded() {
    World.outcome(world.start("ended"));
    World.waiting().until(() -> world.znodes().log("ended").isEmpty());
    long counted = node.counters().get(Count.STALE_REPLIES);

    for (String trip : new String[] {"ended", "never-started"}) {
      CommandId hotel = new CommandId(trip, HOTEL, Direction.ACTION);
      world.probe().send(world.topics().replies(), new ReplyMessage(hotel, 1, NO).toRecord());
    }

    World.waiting().until(() -> node.counters().get(Count.STALE_REPLIES) == counted + 2);
    world.runNeighbour("ended");
    world.runNeighbour("never-started");
    assertThat(world.znodes().pathsWith("never-started")).isEmpty();
    assertThat(world.probe().commands("never-started")).isEmpty();
    assertThat(world.probe().reports("ended")).hasSize(1);
  }

  private static Arguments stale(
      String name, String step, Direction direction, int attempt, CommandOutcome outcome) {
    Stale reply =
        sagaId -> new ReplyMessage(new CommandId(sagaId, step, direction), attempt, outcome);
    return argumentSet(name, reply);
  }
}
