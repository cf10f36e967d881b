package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CAR;
import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.server.bootstrap.Orchestrator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Invariant 4: ZooKeeper has carried out a batch, and its owner never hears so.
 *
 * <p>There is one shard, and a session lasts longer than each test: whoever acts does so within its
 * session, and only the fence tells who may.
 */
@ExtendWith(PalinodeServers.class)
class LostAnswerTest {
  private static final String TRIP = "trip";
  private static final CommandId RENT = new CommandId(TRIP, CAR, Direction.ACTION);
  private static final CommandId CHARGE = new CommandId(TRIP, CARD, Direction.ACTION);

  private TcpProxy network;
  private World world;
  private Orchestrator owner;
  private SagaHandle trip;
  private long epoch;

  @BeforeEach
  void loseTheAnswerToABatch(EmbeddedCluster cluster) {
    network = TcpProxy.to(cluster.zooKeeper().port());
    world = new World(cluster, Map.of("saga.shards", "1", "saga.zookeeper.session.timeout", "20s"));
    owner = world.startNode(Map.of("saga.zookeeper.connect", network.address()));
    World.waiting().until(() -> owner.ownedShards() == 1);
    world.participants().onAction(TRIP, FLIGHT, Answer.HOLD_BACK);
    world.participants().onAction(TRIP, CARD, Answer.HOLD_BACK);
    trip = world.start(TRIP);
    world.awaitHeld(new CommandId(TRIP, FLIGHT, Direction.ACTION));
    world.awaitQuiet(TRIP);
    epoch = world.znodes().epoch(TRIP);
  }

  @AfterEach
  void close() {
    network.heal();
    world.close();
    network.close();
  }

  @Test
  void shouldActOnceOnABatchWhoseAnswerItNeverHeard() {
    loseTheAnswer();
    reconnect();

    world.awaitHeld(CHARGE);
    world.participants().release(CHARGE);
    world.shouldCompleteOnce(trip);
    assertThat(rents()).containsExactly(epoch);
    assertThat(world.znodes().epoch(TRIP)).isEqualTo(epoch);
  }

  @Test
  void shouldActOnNothingWhenAnotherTookOverBeforeItCouldAskAgain() {
    Orchestrator other = world.startNode();
    World.waiting().until(() -> world.znodes().racers(TRIP).size() == 2);
    long session = world.znodes().racers(TRIP).get(0);
    loseTheAnswer();
    world.znodes().deleteFirstRacer(TRIP);
    world.awaitHeld(CHARGE);
    assertThat(other.ownedShards()).isEqualTo(1);
    assertThat(owner.ownedShards()).as("it believes that it leads").isEqualTo(1);
    assertThat(world.znodes().locks(TRIP)).as("in a session that lives").hasSize(2);

    reconnect();
    World.waiting().until(() -> owner.ownedShards() == 0);
    World.waiting().until(() -> world.znodes().racers(TRIP).size() == 2);
    assertThat(world.znodes().racers(TRIP)).doesNotContain(session);

    world.participants().release(CHARGE);
    world.shouldCompleteOnce(trip);
    assertThat(rents()).containsExactly(epoch + 1);
    assertThat(world.znodes().epoch(TRIP)).isEqualTo(epoch + 1);
  }

  /** Its log cannot go while the lock is there, so the next session takes it out. */
  @Test
  void shouldEndASagaOnWhichADeposedOwnerStillHoldsALock() {
    Orchestrator other = world.startNode();
    World.waiting().until(() -> world.znodes().racers(TRIP).size() == 2);
    loseTheAnswer();
    world.znodes().deleteFirstRacer(TRIP);
    world.awaitHeld(CHARGE);
    world.participants().release(CHARGE);

    world.shouldCompleteOnce(trip);
    assertThat(owner.ownedShards()).as("it believes that it leads").isEqualTo(1);
    reconnect();
    World.waiting().until(() -> owner.ownedShards() == 0);
    world.shouldCompleteOnce(world.start("next"));
    assertThat(other.ownedShards()).as("the shard goes on").isEqualTo(1);

    other.close();
    World.waiting().until(() -> world.znodes().pathsWith("/" + TRIP).isEmpty());
    assertThat(owner.ownedShards()).isEqualTo(1);
  }

  /** Returns when ZooKeeper has carried out the batch that asks for the car. */
  private void loseTheAnswer() {
    network.dropResponses();
    world.participants().release(new CommandId(TRIP, FLIGHT, Direction.ACTION));
    World.waiting()
        .until(
            () -> world.znodes().log(TRIP).orElseThrow().contains("\"issued\",\"step\":\"" + CAR));
    assertThat(rents()).isEmpty();
  }

  private void reconnect() {
    network.cut();
    network.heal();
  }

  /** The epochs in which the car was asked for. */
  private List<Long> rents() {
    return world.probe().commands(TRIP).stream()
        .filter(command -> command.id().equals(RENT))
        .map(CommandMessage::epoch)
        .toList();
  }
}
