package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.server.bootstrap.Orchestrator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Invariant 17: sagas live through a change of version in either direction.
 *
 * <p>The logs in this test's resources have the journal's first format. Their bytes never change,
 * the fingerprint of the definition included.
 */
@ExtendWith(PalinodeServers.class)
class RollingUpgradeTest {
  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
  }

  @Test
  void shouldFinishWhatAnOlderVersionHasBegun() {
    Orchestrator node = world.startNode();
    List<String> names = List.of("forward", "undoing", "compacted");
    List<SagaHandle> trips = names.stream().map(this::waitingAtFlight).toList();
    node.close();
    names.forEach(name -> world.znodes().overwriteLog(name, golden(name)));

    world.startNode();
    world.participants().release(flight("forward"));

    assertThat(trips)
        .extracting(trip -> World.outcome(trip).status())
        .containsExactly(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.COMPLETED);
    assertThat(world.participants().effects("forward"))
        .isEqualTo(
            once(
                "book-hotel/action",
                "book-flight/action",
                "rent-car/action",
                "charge-card/action",
                "send-ticket/action"));
    assertThat(world.participants().effects("undoing"))
        .isEqualTo(
            once(
                "book-hotel/action",
                "book-flight/action",
                "book-flight/compensation",
                "book-hotel/compensation"));
    assertThat(world.participants().effects("compacted"))
        .isEqualTo(
            once(
                "book-hotel/action",
                "book-flight/action",
                "charge-card/action",
                "send-ticket/action"));
  }

  @Test
  void shouldParkOnlyTheSagaToWhichANewerVersionHasAddedAndFinishItWhenItCanBeRead() {
    Orchestrator node = world.startNode();
    SagaHandle advanced = waitingAtFlight("trip");
    SagaHandle neighbour = waitingAtFlight(world.neighbour("trip"));
    node.close();
    String known = world.znodes().log("trip").orElseThrow();
    String longer =
        known
            + "{\"batch\":9006,\"at\":1,\"events\":[{\"event\":\"escalated\",\"to\":\"desk\"}]}\n";
    world.znodes().overwriteLog("trip", longer.getBytes(UTF_8));

    Orchestrator older = world.startNode();
    world.participants().release(flight(neighbour.sagaId()));
    world.shouldCompleteOnce(neighbour);
    assertThat(world.client().follow("trip").status())
        .succeedsWithin(World.PATIENCE)
        .satisfies(
            report -> {
              assertThat(report.status()).isEqualTo(SagaStatus.PARKED);
              assertThat(report.reason().text()).contains("'escalated'");
            });
    assertThat(world.znodes().log("trip")).contains(longer);
    assertThat(world.participants().effects("trip"))
        .isEqualTo(once("book-hotel/action", "book-flight/action"));
    older.close();

    world.znodes().overwriteLog("trip", known.getBytes(UTF_8));
    world.startNode();
    world.participants().release(flight("trip"));
    world.shouldCompleteOnce(advanced);
  }

  private SagaHandle waitingAtFlight(String sagaId) {
    world.participants().onAction(sagaId, FLIGHT, Answer.HOLD_BACK);
    SagaHandle trip = world.start(sagaId);
    world.awaitHeld(flight(sagaId));
    return trip;
  }

  private static CommandId flight(String sagaId) {
    return new CommandId(sagaId, FLIGHT, Direction.ACTION);
  }

  private static Map<String, Integer> once(String... commands) {
    return Arrays.stream(commands).collect(Collectors.toMap(each -> each, each -> 1));
  }

  private static byte[] golden(String name) {
    try (InputStream file = RollingUpgradeTest.class.getResourceAsStream(name + ".log")) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
