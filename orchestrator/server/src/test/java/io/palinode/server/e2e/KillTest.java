package io.palinode.server.e2e;

import static io.palinode.message.Direction.ACTION;
import static io.palinode.message.Direction.COMPENSATION;
import static io.palinode.server.e2e.TripSaga.CAR;
import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invariants 1 to 3: an orchestrator is killed between two moments of one step, and another process
 * goes on.
 *
 * <p>The saga waits for the reply to its flight; then the node is armed and the reply let go, so
 * the checkpoint is that of the batch that this reply causes.
 */
@ExtendWith(PalinodeServers.class)
class KillTest {
  private static final AtomicInteger TRIPS = new AtomicInteger();

  private static World world;

  /** Whoever goes on after a kill is the next one to be killed. */
  private static @Nullable ChildNode serving;

  private final String trip = "trip-" + TRIPS.incrementAndGet();

  @BeforeAll
  static void open(EmbeddedCluster cluster) {
    world = new World(cluster, Map.of("saga.zookeeper.session.timeout", "1s"));
  }

  @AfterAll
  static void close() {
    if (serving != null) {
      serving.close();
    }
    world.close();
  }

  static Stream<Arguments> moments() {
    return Stream.of(Direction.values())
        .flatMap(
            direction ->
                Stream.of(Checkpoint.values())
                    .map(checkpoint -> Arguments.of(checkpoint, direction)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("moments")
  void shouldGoOnInAnotherProcessAsIfNothingHadHappened(Checkpoint moment, Direction direction) {
    CommandId next = new CommandId(trip, direction == ACTION ? CAR : HOTEL, direction);
    SagaHandle saga;
    long epoch;
    try (ChildNode killed = serving()) {
      world.participants().begin();
      saga = waitForTheReplyToTheFlight(direction);
      epoch = world.znodes().epoch(trip);

      killed.arm(moment);
      world.participants().release(new CommandId(trip, FLIGHT, direction));
      killed.awaitReached(moment);

      shouldStandAt(moment, next);
      killed.kill();
    }
    serving = ChildNode.start(world);

    SagaStatus end = direction == ACTION ? SagaStatus.COMPLETED : SagaStatus.COMPENSATED;
    assertThat(World.outcome(saga).status()).isEqualTo(end);
    assertThat(world.participants().effects(trip))
        .hasSize(direction == ACTION ? 5 : 6)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
    assertThat(world.probe().commandOrder(trip)).containsExactlyElementsOf(order(direction));
    List<CommandMessage> sent = sent(next);
    assertThat(sent).hasSize(moment == Checkpoint.PUBLISHED_NOT_NOTED ? 2 : 1);
    assertThat(sent.get(sent.size() - 1).epoch()).isGreaterThan(epoch);
    assertThat(sent).allSatisfy(each -> assertThat(each.attempt()).isEqualTo(1));
    assertThat(world.probe().commands(trip))
        .as("nothing but the step that was under way is sent again")
        .hasSize(order(direction).size() + sent.size() - 1);
  }

  private static ChildNode serving() {
    ChildNode node = serving == null ? ChildNode.start(world) : serving;
    serving = null;
    return node;
  }

  private SagaHandle waitForTheReplyToTheFlight(Direction direction) {
    if (direction == COMPENSATION) {
      world.participants().onAction(trip, CARD, Answer.reject("NO_FUNDS"));
      world.participants().onCompensation(trip, FLIGHT, Answer.HOLD_BACK);
    } else {
      world.participants().onAction(trip, FLIGHT, Answer.HOLD_BACK);
    }
    SagaHandle saga = world.start(trip);
    world.awaitHeld(new CommandId(trip, FLIGHT, direction));
    world.awaitQuiet(trip);
    return saga;
  }

  /** What the bystander sees must be what the checkpoint promises, or it is not the one we mean. */
  private void shouldStandAt(Checkpoint moment, CommandId next) {
    String issued =
        "\"event\":\"issued\",\"step\":\"%s\",\"direction\":\"%s\""
            .formatted(next.step(), next.direction().word());
    assertThat(world.znodes().log(trip).orElseThrow().contains(issued))
        .isEqualTo(moment != Checkpoint.DECIDED_NOT_JOURNALED);
    assertThat(sent(next)).hasSize(moment == Checkpoint.PUBLISHED_NOT_NOTED ? 1 : 0);
    if (moment == Checkpoint.PUBLISHED_NOT_NOTED) {
      var head = world.znodes().head(trip);
      assertThat(head.path("publishedThrough").asLong()).isLessThan(head.path("batch").asLong());
    }
  }

  private List<CommandMessage> sent(CommandId id) {
    return world.probe().commands(trip).stream().filter(each -> each.id().equals(id)).toList();
  }

  private static List<String> order(Direction direction) {
    return direction == ACTION
        ? List.of(
            "book-hotel/action",
            "book-flight/action",
            "rent-car/action",
            "charge-card/action",
            "send-ticket/action")
        : List.of(
            "book-hotel/action",
            "book-flight/action",
            "rent-car/action",
            "charge-card/action",
            "rent-car/compensation",
            "book-flight/compensation",
            "book-hotel/compensation");
  }
}
