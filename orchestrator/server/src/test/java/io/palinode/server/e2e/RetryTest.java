package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CAR;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.participant.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class RetryTest {
  private static final Answer BUSY = Answer.tryAgain("BUSY");

  @AutoClose private World world;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = World.withNode(cluster);
  }

  @Test
  void shouldTryAgainAfterGrowingWaitsUntilItSucceeds() {
    world.participants().onAction("busy", FLIGHT, BUSY, BUSY);

    SagaReport report = World.outcome(world.start("busy"));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.probe().commandLines("busy"))
        .containsSubsequence(
            "book-flight/action#1",
            "book-flight/action#2",
            "book-flight/action#3",
            "rent-car/action#1");
    assertThat(world.probe().waits("busy", FLIGHT))
        .satisfiesExactly(
            first -> assertThat(first).isGreaterThanOrEqualTo(TripSaga.FIRST_DELAY.toMillis()),
            second ->
                assertThat(second).isGreaterThanOrEqualTo(2 * TripSaga.FIRST_DELAY.toMillis()));
    assertThat(world.participants().effects("busy")).containsEntry("book-flight/action", 1);
  }

  @Test
  void shouldWaitAsLongAsTheParticipantAsks() {
    Duration asked = Duration.ofMillis(700);
    world
        .participants()
        .onAction("closed", FLIGHT, Answer.of(Reply.tryAgain("CLOSED", "Not now.", asked)));

    SagaReport report = World.outcome(world.start("closed"));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.probe().waits("closed", FLIGHT))
        .singleElement()
        .satisfies(wait -> assertThat(wait).isGreaterThanOrEqualTo(asked.toMillis()));
  }

  @Test
  void shouldUndoAStepWhoseLastWordWasTryAgain() {
    world.participants().onAction("always-busy", FLIGHT, BUSY, BUSY, BUSY);

    SagaReport report = World.outcome(world.start("always-busy"));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(report.reason()).isEqualTo(new Reason("BUSY", "Not now."));
    assertThat(world.probe().commandLines("always-busy"))
        .containsExactly(
            "book-hotel/action#1",
            "book-flight/action#1",
            "book-flight/action#2",
            "book-flight/action#3",
            "book-flight/compensation#1",
            "book-hotel/compensation#1");
  }

  @Test
  void shouldParkWhenACompensationKeepsFailing() {
    world.participants().onAction("stuck", CAR, Answer.reject("NO_CAR"));
    world.participants().onCompensation("stuck", FLIGHT, BUSY, BUSY, BUSY);

    world.start("stuck");

    SagaReport report = world.reported("stuck", SagaStatus.PARKED);
    assertThat(report.reason()).isEqualTo(new Reason("BUSY", "Not now."));
    world.runNeighbour("stuck");
    assertThat(world.probe().commandLines("stuck"))
        .containsExactly(
            "book-hotel/action#1",
            "book-flight/action#1",
            "rent-car/action#1",
            "book-flight/compensation#1",
            "book-flight/compensation#2",
            "book-flight/compensation#3");
    assertThat(world.znodes().log("stuck").orElseThrow()).contains("\"event\":\"stuck\"");
    assertThat(world.client().follow("stuck").status())
        .succeedsWithin(World.PATIENCE)
        .extracting(SagaReport::status)
        .isEqualTo(SagaStatus.PARKED);
  }
}
