package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.bootstrap.Orchestrator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orchestrators with {@code saga.publish.mode=transactional}. */
@ExtendWith(PalinodeServers.class)
class TransactionalPublishingTest {
  private static final int TRIPS = 20;

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster, Map.of("saga.publish.mode", "transactional"));
  }

  @Test
  void shouldSendCommandsReportsAndDeadLettersInTransactions() {
    world.startNode();
    world.participants().onAction("undone", CARD, Answer.reject("NO_FUNDS"));
    String replies = world.topics().replies();
    world.probe().send(replies, new WireRecord("undone", Map.of(), "no reply".getBytes(UTF_8)));

    SagaHandle done = world.start("done");
    SagaHandle undone = world.start("undone");

    assertThat(World.outcome(done).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(World.outcome(undone).status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(world.participants().effects("done")).hasSize(5);
    for (String topic :
        List.of(
            world.topics().commands(TripSaga.AGENCY),
            world.topics().events(),
            Topics.deadLetters(replies))) {
      World.waiting().until(() -> !world.probe().read(topic).isEmpty());
      assertThat(world.probe().marksOfTransactions(topic))
          .as("marks of transactions in %s", topic)
          .isPositive();
    }
  }

  @Test
  void shouldMoveRunningSagasBetweenNodesAndOverARestart() {
    Orchestrator first = world.startNode();
    World.waiting().until(() -> first.ownedShards() == World.SHARDS);
    List<SagaHandle> trips = new ArrayList<>(start("before"));

    Orchestrator second = world.startNode();
    World.waiting().until(() -> second.ownedShards() == 1);
    trips.addAll(start("shared"));
    first.close();
    trips.addAll(start("moved"));
    second.close();
    trips.addAll(start("asleep"));
    world.startNode();

    assertThat(trips)
        .allSatisfy(
            trip -> {
              assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED);
              assertThat(world.participants().effects(trip.sagaId()))
                  .hasSize(5)
                  .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
              assertThat(epochs(trip.sagaId())).isSorted();
            });
  }

  @Test
  void shouldLoseAShardWhoseProducerKafkaKeepsOutAndTakeItAgain() {
    CommandId hotel = new CommandId("trip", HOTEL, Direction.ACTION);
    world.participants().onAction("trip", HOTEL, Answer.HOLD_BACK);
    world.startNode();
    world.startNode();
    SagaHandle trip = world.start("trip");
    world.awaitHeld(hotel);
    long epoch = world.znodes().epoch("trip");

    world.probe().keepOut(World.shard("trip"));
    world.participants().release(hotel);

    assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.znodes().epoch("trip"))
        .as("the owner went on under a new head")
        .isGreaterThan(epoch);
    assertThat(epochs("trip")).startsWith(epoch).endsWith(world.znodes().epoch("trip")).isSorted();
    assertThat(world.participants().effects("trip"))
        .hasSize(5)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
  }

  private List<SagaHandle> start(String prefix) {
    return IntStream.range(0, TRIPS).mapToObj(i -> world.start(prefix + "-" + i)).toList();
  }

  private List<Long> epochs(String sagaId) {
    return world.probe().commands(sagaId).stream().map(CommandMessage::epoch).toList();
  }
}
