package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static io.palinode.server.e2e.TripSaga.TICKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.client.SagaClient;
import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.DyingReshard;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.server.journal.zookeeper.NamespaceMismatch;
import io.palinode.server.journal.zookeeper.ReshardRefused;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.transport.ShardOf;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A namespace goes from two shards to five. */
@ExtendWith(PalinodeServers.class)
class ReshardTest {
  private static final int MORE = 5;

  @TempDir private Path directory;
  @AutoClose private World world;
  private Orchestrator node;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode();
  }

  @Test
  void shouldGoOnWithEverySagaAfterItDiedAnywhere() throws IOException {
    Standing standing = new Standing();
    node.close();
    List<SagaHandle> unread = trips("unread", 6);
    standing.waiting.subList(0, 5).forEach(this::release);

    shouldDieAt("SEALED", 1);
    shouldDieAt("TOPICS_GROWN", 1);
    shouldDieAt("SAGAS_MOVED", 1);
    shouldDieAt("WINDOW_COPIED", 1);
    shouldDieAt("WINDOW_COPIED", 5);
    shouldDieAt("WINDOW_DROPPED", 1);
    shouldDieAt("WINDOW_DROPPED", 2);
    assertThat(reshard(MORE + 1))
        .startsWith("1: ")
        .endsWith("is on its way from 2 shards to 5. Finish that first: --to 5.");

    assertThat(reshard(MORE))
        .isEqualTo("0: The namespace has 5 shards. Start the orchestrators with saga.shards = 5.");
    assertThat(logs()).as("each log in its new shard").containsExactlyElementsOf(standing.logs());
    assertThat(reshard(MORE))
        .isEqualTo("0: The namespace has 5 shards already; there is nothing to do.");
    Orchestrator successor = world.startNode(Map.of("saga.shards", Integer.toString(MORE)));

    standing.waiting.subList(5, standing.waiting.size()).forEach(this::release);
    standing.waiting.forEach(world::shouldCompleteOnce);
    unread.forEach(world::shouldCompleteOnce);
    trips("later", 6).forEach(world::shouldCompleteOnce);
    assertThat(successor.counters().get(Count.MISROUTED))
        .as("input that was unread in the partitions of two shards, and that of old clients")
        .isPositive();
    standing.shouldStayEnded(successor);
    assertThat(world.client().follow("parked").status())
        .succeedsWithin(World.PATIENCE)
        .satisfies(report -> assertThat(report.status()).isEqualTo(SagaStatus.PARKED));
  }

  @Test
  void shouldRefuseWhatCannotBe() throws IOException {
    assertThat(reshard(MORE))
        .startsWith("1: The namespace '%s' has orchestrators that run: ".formatted(namespace()))
        .contains(Long.toString(ProcessHandle.current().pid()))
        .contains("Stop them all, and run the command again");
    node.close();

    assertThat(reshard(2))
        .isEqualTo("0: The namespace has 2 shards already; there is nothing to do.");
    assertThat(reshard(1)).contains("has 2 shards, and their number can only grow: ");
    assertThat(reshard(0)).endsWith("cannot have 0 shards: 1 to 1,000 are possible.");
    assertThat(reshard(1_001)).endsWith("cannot have 1001 shards: 1 to 1,000 are possible.");

    node = world.startNode();
    assertThat(World.outcome(world.start("as-before")).status()).isEqualTo(SagaStatus.COMPLETED);
  }

  @Test
  void shouldStopAtAnOrchestratorThatHadBegunBeforeThePlanWasThere() throws IOException {
    node.close();

    assertThatThrownBy(
            () ->
                DyingReshard.run(
                    world.settings(), MORE, "SEALED", () -> world.znodes().register("host:4711")))
        .isInstanceOf(ReshardRefused.class)
        .hasMessageContaining("has orchestrators that run: host:4711. Stop them all");
    assertThat(world.znodes().pathsWith("/shards/04")).isEmpty();

    world.znodes().unregister("host:4711");
    assertThat(reshard(MORE)).startsWith("0: ");
  }

  /** What is there when the number changes. */
  private final class Standing {
    private final List<SagaHandle> waiting;

    private Standing() {
      for (int i = 0; i < 10; i++) {
        world.participants().onAction("waiting-" + i, FLIGHT, Answer.HOLD_BACK);
      }
      waiting = trips("waiting", 10);
      world.participants().onAction("ended-1", CARD, Answer.reject("NO_FUNDS"));
      world.participants().onAction("ended-3", CARD, Answer.reject("NO_FUNDS"));
      Answer notNow = Answer.tryAgain("CLOSED");
      world.participants().onAction("parked", TICKET, notNow, notNow, notNow);
      var parked = world.start("parked");
      trips("ended", 6).forEach(World::outcome);
      waiting.forEach(trip -> world.awaitHeld(flight(trip)));
      assertThat(world.reported(parked.sagaId(), SagaStatus.PARKED)).isNotNull();
      World.waiting().until(() -> ReshardTest.this.logs().size() == 11);
    }

    /** Where the logs belong. */
    private List<String> logs() {
      List<String> logs = new ArrayList<>(List.of(shard("parked") + "/parked"));
      waiting.forEach(trip -> logs.add(shard(trip.sagaId()) + "/" + trip.sagaId()));
      return logs.stream().sorted().toList();
    }

    private void shouldStayEnded(Orchestrator successor) {
      try (SagaClient other = world.newClient()) {
        for (int i = 0; i < 6; i++) {
          boolean undone = i == 1 || i == 3;
          SagaHandle again = other.start(TripSaga.PATIENT, "ended-" + i, Trip.to("Oslo"));
          assertThat(World.outcome(again).status())
              .isEqualTo(undone ? SagaStatus.COMPENSATED : SagaStatus.COMPLETED);
          assertThat(world.participants().effects("ended-" + i))
              .hasSize(undone ? 6 : 5)
              .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
        }
      }
      World.waiting()
          .untilAsserted(
              () -> assertThat(successor.counters().get(Count.REPEATED_STARTS)).isEqualTo(6));
    }
  }

  private void shouldDieAt(String step, int n) {
    assertThatThrownBy(() -> DyingReshard.run(world.settings(), MORE, step, n))
        .isInstanceOf(DyingReshard.Died.class);
    assertThatThrownBy(world::startNode)
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessage(
            "The namespace '%s' is on its way from 2 shards to 5, and not there yet. Finish that: 'reshard --to 5 --settings <file>'. Then start with saga.shards = 5.",
            namespace());
  }

  private String reshard(int to) throws IOException {
    Path file = directory.resolve("orchestrator.properties");
    Properties settings = new Properties();
    settings.putAll(world.settings());
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    }
    return DyingReshard.command(
        "reshard", "--to", Integer.toString(to), "--settings", file.toString());
  }

  /** Every log as {@code <shard>/<saga>}. */
  private List<String> logs() {
    return world.znodes().pathsWith("/log/").stream()
        .map(path -> path.split("/", -1))
        .filter(parts -> parts.length == 7)
        .map(parts -> parts[3] + "/" + parts[6])
        .sorted()
        .toList();
  }

  private List<SagaHandle> trips(String name, int count) {
    List<SagaHandle> trips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trips.add(world.start(name + "-" + i));
    }
    return trips;
  }

  private void release(SagaHandle waiting) {
    world.participants().release(flight(waiting));
  }

  private String namespace() {
    return world.topics().namespace();
  }

  private static String shard(String sagaId) {
    return String.format(Locale.ROOT, "%02d", ShardOf.shardOf(sagaId, MORE));
  }

  private static CommandId flight(SagaHandle trip) {
    return new CommandId(trip.sagaId(), FLIGHT, Direction.ACTION);
  }
}
