package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody changes ZooKeeper behind the orchestrator's back. */
@ExtendWith(PalinodeServers.class)
class TamperingTest {
  @AutoClose private World world;
  private Orchestrator node;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode();
  }

  @Test
  void shouldParkASagaWhoseLogVanishedAndKeepWhatItKnewOfIt() {
    SagaHandle neighbour = waitingAtFlight("neighbour-0");
    SagaHandle victim = waitingAtFlight("victim");

    world.znodes().deleteLog("victim");
    world.participants().release(flight("victim"));

    SagaReport report = world.reported("victim", SagaStatus.PARKED);
    assertThat(report.reason().code()).isEqualTo("CORRUPT");
    assertThat(report.reason().text()).contains("its log is gone");
    assertThat(world.znodes().log("victim").orElseThrow())
        .contains("\"event\":\"started\"", "\"event\":\"parked\"");
    shouldSendNothingMoreFor(victim, "book-flight/action#1");
    shouldGoOn(neighbour);
  }

  @Test
  void shouldParkASagaWhoseLockVanished() {
    SagaHandle neighbour = waitingAtFlight("neighbour-0");
    SagaHandle victim = waitingAtFlight("victim");

    world.znodes().deleteLocks("victim");
    world.participants().release(flight("victim"));

    SagaReport report = world.reported("victim", SagaStatus.PARKED);
    assertThat(report.reason().code()).isEqualTo("CORRUPT");
    assertThat(report.reason().text()).contains("its lock is gone");
    shouldSendNothingMoreFor(victim, "book-flight/action#1");
    shouldGoOn(neighbour);
  }

  @Test
  void shouldParkASagaWhoseLogSomebodyChanged() {
    SagaHandle neighbour = waitingAtFlight("neighbour-0");
    SagaHandle victim = waitingAtFlight("victim");
    String log = world.znodes().log("victim").orElseThrow();

    world.znodes().overwriteLog("victim", log.getBytes(UTF_8));
    world.participants().release(flight("victim"));

    SagaReport report = world.reported("victim", SagaStatus.PARKED);
    assertThat(report.reason().text()).contains("its log was changed by somebody else");
    shouldSendNothingMoreFor(victim, "book-flight/action#1");
    shouldGoOn(neighbour);
  }

  /** With many batches on their way, the refused one has others behind it. */
  @Test
  void shouldParkOnlyTheSagaWhoseLogVanishedAmongManyThatRun() {
    waitingAtFlight("victim");
    long epoch = world.znodes().epoch("victim");
    List<SagaHandle> others = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      others.add(world.start("other-" + i));
      if (i == 75) {
        world.znodes().deleteLog("victim");
        world.participants().release(flight("victim"));
      }
    }

    assertThat(world.reported("victim", SagaStatus.PARKED).reason().code()).isEqualTo("CORRUPT");
    assertThat(others)
        .allSatisfy(
            each -> assertThat(World.outcome(each).status()).isEqualTo(SagaStatus.COMPLETED));
    assertThat(others)
        .allSatisfy(
            each ->
                assertThat(world.participants().effects(each.sagaId()))
                    .hasSize(5)
                    .allSatisfy((command, count) -> assertThat(count).isEqualTo(1)));
    assertThat(world.znodes().epoch("victim"))
        .as("the shard was read again for the log and for the lock in it, in the same session")
        .isLessThanOrEqualTo(epoch + 2);
  }

  @Test
  void shouldSetAsideWhatItCannotReadAtATakeoverAndGoOnWithTheRest() {
    Map<String, String> garbage = new LinkedHashMap<>();
    garbage.put("empty", "");
    garbage.put("no-json", "\u0000\u0001\n");
    garbage.put("cut", "{\"format\":1,\"batch\":");
    garbage.put("other-json", "[1,2,3]\n");
    garbage.put("newer", "{\"format\":2,\"batch\":1,\"at\":1,\"events\":[]}\n");
    garbage.put(
        "unknown-event",
        "{\"format\":1,\"batch\":1,\"at\":1,\"events\":[{\"event\":\"teleported\"}]}\n");
    garbage.put(
        "not-begun",
        "{\"format\":1,\"batch\":1,\"at\":1,\"events\":[{\"event\":\"ended\",\"status\":\"completed\"}]}\n");
    List<SagaHandle> neighbours =
        List.of(waitingAtFlight("neighbour-0"), waitingAtFlight("neighbour-00"));
    garbage.keySet().forEach(this::waitingAtFlight);
    node.close();

    garbage.forEach((trip, log) -> world.znodes().overwriteLog(trip, log.getBytes(UTF_8)));
    node = world.startNode();
    garbage.keySet().forEach(trip -> world.participants().release(flight(trip)));

    neighbours.forEach(this::shouldGoOn);
    garbage.forEach(
        (trip, log) -> {
          assertThat(world.client().follow(trip).status())
              .succeedsWithin(World.PATIENCE)
              .satisfies(
                  report -> {
                    assertThat(report.status()).isEqualTo(SagaStatus.PARKED);
                    assertThat(report.reason().code()).isEqualTo("CORRUPT");
                  });
          assertThat(world.znodes().log(trip)).as("left for a person to mend").contains(log);
          assertThat(world.probe().commandLines(trip)).endsWith("book-flight/action#1");
        });
  }

  private SagaHandle waitingAtFlight(String sagaId) {
    world.participants().onAction(sagaId, FLIGHT, Answer.HOLD_BACK);
    SagaHandle handle = world.start(sagaId);
    world.awaitHeld(flight(sagaId));
    return handle;
  }

  private void shouldGoOn(SagaHandle waiting) {
    world.participants().onAction(waiting.sagaId(), CARD, Answer.reject("NO_FUNDS"));
    world.participants().release(flight(waiting.sagaId()));
    assertThat(World.outcome(waiting).status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(world.participants().effects(waiting.sagaId()))
        .hasSize(6)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1));
  }

  private void shouldSendNothingMoreFor(SagaHandle parked, String lastCommand) {
    world.runNeighbour(parked.sagaId());
    assertThat(world.probe().commandLines(parked.sagaId())).endsWith(lastCommand);
    assertThat(parked.outcome()).isNotDone();
  }

  private static CommandId flight(String sagaId) {
    return new CommandId(sagaId, FLIGHT, Direction.ACTION);
  }
}
