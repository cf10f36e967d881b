package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CAR;
import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static io.palinode.server.e2e.TripSaga.TICKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandMessage;
import io.palinode.message.Direction;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.List;
import java.util.Map;
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

@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class RejectionTest {
  @AutoClose private World world;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = World.withNode(cluster);
  }

  static Stream<Arguments> stepsBeforeTheDecision() {
    return Stream.of(
        arguments(HOTEL, List.of("book-hotel/action#1")),
        arguments(
            FLIGHT,
            List.of("book-hotel/action#1", "book-flight/action#1", "book-hotel/compensation#1")),
        arguments(
            CAR,
            List.of(
                "book-hotel/action#1",
                "book-flight/action#1",
                "rent-car/action#1",
                "book-flight/compensation#1",
                "book-hotel/compensation#1")),
        arguments(
            CARD,
            List.of(
                "book-hotel/action#1",
                "book-flight/action#1",
                "rent-car/action#1",
                "charge-card/action#1",
                "rent-car/compensation#1",
                "book-flight/compensation#1",
                "book-hotel/compensation#1")));
  }

  @ParameterizedTest
  @MethodSource("stepsBeforeTheDecision")
  void shouldUndoWhatWasDoneInReverseOrder(String rejected, List<String> commands) {
    String trip = "no-" + rejected;
    world.participants().onAction(trip, rejected, Answer.reject("FULL"));

    SagaReport report = World.outcome(world.start(trip));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(report.reason()).isEqualTo(new Reason("FULL", "No."));
    assertThat(world.probe().commandLines(trip)).containsExactlyElementsOf(commands);
    assertThat(world.participants().effects(trip))
        .as("every effect once, and none of the rejected step")
        .hasSize(commands.size() - 1)
        .allSatisfy((command, count) -> assertThat(count).isEqualTo(1))
        .doesNotContainKey(rejected + "/action");
  }

  @Test
  void shouldBuildCompensationsFromTheFoldedData() {
    world.participants().onAction("undone", CARD, Answer.reject("NO_FUNDS"));

    World.outcome(world.start("undone"));

    assertThat(
            world.probe().commands("undone").stream()
                .filter(command -> command.id().direction() == Direction.COMPENSATION)
                .map(CommandMessage::payload)
                .map(Object::toString))
        .containsExactly(
            "return-car {\"plate\":\"plate-undone\"}",
            "cancel-flight {\"seat\":\"seat-undone\"}",
            "cancel-hotel {\"room\":\"room-undone\"}");
  }

  @Test
  void shouldParkAndUndoNothingWhenAStepAfterTheDecisionIsRejected() {
    world.participants().onAction("decided", TICKET, Answer.reject("NO_PAPER"));

    world.start("decided");

    SagaReport report = world.reported("decided", SagaStatus.PARKED);
    assertThat(report.reason()).isEqualTo(new Reason("NO_PAPER", "No."));
    world.runNeighbour("decided");
    assertThat(world.probe().commandLines("decided")).last().isEqualTo("send-ticket/action#1");
    assertThat(world.participants().effects("decided"))
        .isEqualTo(
            Map.of(
                "book-hotel/action", 1,
                "book-flight/action", 1,
                "rent-car/action", 1,
                "charge-card/action", 1));
  }
}
