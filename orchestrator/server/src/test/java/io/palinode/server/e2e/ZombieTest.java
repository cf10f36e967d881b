package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CAR;
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
import io.palinode.participant.Receipt;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.runtime.Checkpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Invariant 5: an owner is frozen past its session between two moments of one step, another takes
 * over, and the first wakes up and goes on with what it was about to do.
 *
 * <p>There is one shard, so that nobody gives it to the node that wakes up.
 */
@ExtendWith(PalinodeServers.class)
class ZombieTest {
  private static final String TRIP = "trip";
  private static final CommandId RENT = new CommandId(TRIP, CAR, Direction.ACTION);
  private static final CommandId LAST = new CommandId(TRIP, HOTEL, Direction.COMPENSATION);

  private static final Map<String, Integer> UNDONE =
      Map.of(
          HOTEL + "/action", 1,
          FLIGHT + "/action", 1,
          FLIGHT + "/compensation", 1,
          HOTEL + "/compensation", 1);

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster, Map.of("saga.zookeeper.session.timeout", "1s", "saga.shards", "1"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DECIDED_NOT_JOURNALED", "JOURNALED_NOT_PUBLISHED"})
  void shouldDoNoHarmWhenItWakesUpAfterItsSessionAndLeadAgainLater(Checkpoint moment) {
    try (ChildNode zombie = ChildNode.start(world)) {
      world.participants().begin();
      SagaHandle trip = waitForTheReplyToTheFlight();
      long epoch = world.znodes().epoch(TRIP);
      freezeAt(moment, zombie);

      Orchestrator successor = world.startNode();
      world.awaitHeld(LAST);
      world.awaitQuiet(TRIP);
      Map<String, Long> written = world.znodes().lastWrites(TRIP);
      assertThat(world.znodes().racers(TRIP)).as("the frozen one has lost its place").hasSize(1);
      zombie.thaw();
      zombie.awaitGone();
      World.waiting().until(() -> world.znodes().racers(TRIP).size() == 2);

      shouldHaveIgnoredWhatCameLate(moment, epoch);
      assertThat(world.znodes().lastWrites(TRIP)).isEqualTo(written);
      world.participants().release(LAST);
      assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPENSATED);
      assertThat(world.participants().effects(TRIP)).isEqualTo(UNDONE);

      successor.close();
      assertThat(World.outcome(world.start("next")).status()).isEqualTo(SagaStatus.COMPLETED);
      assertThat(zombie.isNamed(world.znodes().head(TRIP).path("owner").asText())).isTrue();
    }
  }

  /** No car is to be had, so the trip is undone; a car that is rented then is never returned. */
  private SagaHandle waitForTheReplyToTheFlight() {
    Answer busy = Answer.tryAgain("BUSY");
    world.participants().onAction(TRIP, FLIGHT, Answer.HOLD_BACK);
    world.participants().onAction(TRIP, CAR, busy, busy, busy, busy);
    world.participants().onCompensation(TRIP, HOTEL, Answer.HOLD_BACK);
    SagaHandle trip = world.start(TRIP);
    world.awaitHeld(new CommandId(TRIP, FLIGHT, Direction.ACTION));
    world.awaitQuiet(TRIP);
    return trip;
  }

  /** Its order to go on waits for it in its standard input. */
  private void freezeAt(Checkpoint moment, ChildNode zombie) {
    zombie.arm(moment);
    world.participants().release(new CommandId(TRIP, FLIGHT, Direction.ACTION));
    zombie.awaitReached(moment);
    zombie.freeze();
    zombie.letGo();
  }

  private void shouldHaveIgnoredWhatCameLate(Checkpoint moment, long epoch) {
    if (moment != Checkpoint.JOURNALED_NOT_PUBLISHED) {
      assertThat(world.participants().ignored(TRIP)).isEmpty();
      return;
    }
    World.waiting().until(() -> !world.participants().ignored(TRIP).isEmpty());
    assertThat(world.participants().ignored(TRIP))
        .containsExactly(new Receipt.Ignored(RENT, epoch, epoch + 1));
    assertThat(rents()).startsWith(epoch + 1).endsWith(epoch);
  }

  /** The epochs in which the car was asked for. */
  private List<Long> rents() {
    return world.probe().commands(TRIP).stream()
        .filter(command -> command.id().equals(RENT))
        .map(CommandMessage::epoch)
        .toList();
  }
}
