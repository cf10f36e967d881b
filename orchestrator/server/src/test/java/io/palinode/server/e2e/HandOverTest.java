package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.runtime.ShardCounters.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class HandOverTest {
  private static final int TRIPS = 40;

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
  }

  @Test
  void shouldSendNothingAgainAfterAGracefulStop() {
    Orchestrator first = world.startNode();
    List<SagaHandle> trips = waitingAtTheDecision();
    first.close();
    Map<String, List<String>> sent = sent(trips);

    Orchestrator second = world.startNode();
    World.waiting().until(() -> second.liveSagas() == TRIPS);
    trips.forEach(trip -> world.participants().release(charge(trip)));

    trips.forEach(world::shouldCompleteOnce);
    assertThat(second.counters().get(Count.RESENT_AT_TAKEOVER)).isZero();
    assertThat(second.counters().get(Count.REPEATED_STARTS))
        .as("input that was read before is not read again")
        .isZero();
    assertThat(second.counters().get(Count.STALE_REPLIES)).isZero();
    assertThat(sent(trips))
        .allSatisfy(
            (trip, commands) ->
                assertThat(commands)
                    .startsWith(sent.get(trip).toArray(String[]::new))
                    .hasSize(sent.get(trip).size() + 1)
                    .endsWith("send-ticket/action#1"));
  }

  /** Sagas are under way all the time; whoever has a shard runs them. */
  @Test
  void shouldMoveRunningSagasToANodeThatJoinsAndBackWhenItLeaves() {
    Orchestrator first = world.startNode();
    World.waiting().until(() -> first.ownedShards() == World.SHARDS);
    List<SagaHandle> trips = new ArrayList<>(start("before"));

    Orchestrator second = world.startNode();
    World.waiting().until(() -> first.ownedShards() == 1 && second.ownedShards() == 1);
    trips.addAll(start("shared"));
    second.close();
    trips.addAll(start("after"));

    trips.forEach(world::shouldCompleteOnce);
    assertThat(first.ownedShards()).isEqualTo(World.SHARDS);
    assertThat(second.ownedShards()).isZero();
    assertThat(sent(trips))
        .as("no command was sent twice")
        .allSatisfy((trip, commands) -> assertThat(commands).hasSize(5));
  }

  @Test
  void shouldLetASagaStandStillUntilANodeServesItsDefinition() {
    Orchestrator first = world.startNode();
    CommandId charge = new CommandId("trip", CARD, Direction.ACTION);
    world.participants().onAction("trip", CARD, Answer.HOLD_BACK);
    SagaHandle trip = world.start("trip");
    world.awaitHeld(charge);
    first.close();
    List<String> sent = world.probe().commandLines("trip");
    String log = world.znodes().log("trip").orElseThrow();

    Orchestrator stranger = world.startNode(List.of(TripSaga.HASTY));
    SagaHandle other = world.startHasty(world.neighbour("trip"));
    assertThat(World.outcome(other).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.client().follow("trip").status())
        .succeedsWithin(World.PATIENCE)
        .satisfies(report -> assertThat(report.status()).isEqualTo(SagaStatus.RUNNING));
    assertThat(world.probe().commandLines("trip")).isEqualTo(sent);
    assertThat(world.znodes().log("trip")).contains(log);
    stranger.close();

    world.startNode();
    world.participants().release(charge);
    assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.participants().effects("trip"))
        .hasSize(5)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
  }

  @Test
  void shouldHaveASuccessorWithinTwoSecondsOfAGracefulStop() {
    var serving = new AtomicReference<>(world.startNode());
    Duration limit = Duration.ofSeconds(2);

    Duration quickest =
        Quickest.of(
            limit,
            attempt -> {
              Orchestrator first = serving.get();
              World.waiting().until(() -> first.ownedShards() == World.SHARDS);
              Orchestrator second = world.startNode();
              World.waiting().until(() -> first.ownedShards() == 1 && second.ownedShards() == 1);
              serving.set(second);
              return handOver(first, second, attempt);
            });

    assertThat(quickest).isLessThan(limit);
  }

  /** Stops the first node while it has sagas of every stage under way. */
  private Duration handOver(Orchestrator first, Orchestrator second, int attempt) {
    List<SagaHandle> trips = new ArrayList<>(start("before-" + attempt));
    World.waiting().until(() -> World.ended(trips) > 0);
    String during = "during-" + attempt;
    List<CommandId> held = holdBackEverySecond(during);
    trips.addAll(start(during));

    long before = System.nanoTime();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(first::close);
    World.waiting().until(() -> second.ownedShards() == World.SHARDS);
    Duration taken = Duration.ofNanos(System.nanoTime() - before);

    assertThat(stopped).succeedsWithin(World.PATIENCE);
    held.forEach(
        charge -> {
          world.awaitHeld(charge);
          world.participants().release(charge);
        });
    trips.forEach(world::shouldCompleteOnce);
    assertThat(second.counters().get(Count.RESENT_AT_TAKEOVER)).isZero();
    assertThat(sent(trips))
        .as("no command was sent twice")
        .allSatisfy((trip, commands) -> assertThat(commands).hasSize(5));
    return taken;
  }

  private List<CommandId> holdBackEverySecond(String prefix) {
    List<CommandId> charges =
        IntStream.range(0, TRIPS / 2)
            .mapToObj(i -> new CommandId(prefix + "-" + 2 * i, CARD, Direction.ACTION))
            .toList();
    charges.forEach(world.participants()::holdBack);
    return charges;
  }

  private List<SagaHandle> waitingAtTheDecision() {
    IntStream.range(0, TRIPS)
        .forEach(i -> world.participants().onAction("trip-" + i, CARD, Answer.HOLD_BACK));
    List<SagaHandle> trips = start("trip");
    trips.forEach(trip -> world.awaitHeld(charge(trip)));
    return trips;
  }

  private List<SagaHandle> start(String prefix) {
    return IntStream.range(0, TRIPS).mapToObj(i -> world.start(prefix + "-" + i)).toList();
  }

  private Map<String, List<String>> sent(List<SagaHandle> trips) {
    return trips.stream()
        .map(SagaHandle::sagaId)
        .collect(Collectors.toMap(Function.identity(), world.probe()::commandLines));
  }

  private static CommandId charge(SagaHandle trip) {
    return new CommandId(trip.sagaId(), CARD, Direction.ACTION);
  }
}
