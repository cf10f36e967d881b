package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.TripSaga.FLIGHT;
import static io.palinode.server.e2e.TripSaga.HOTEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.HistoryEntry;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class SilenceTest {
  @AutoClose private World world;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = World.withNode(cluster);
  }

  @Test
  void shouldAskAgainUnderTheNextAttemptAndGoOn() {
    world.participants().onAction("lost-once", FLIGHT, Answer.IGNORE);

    SagaReport report = World.outcome(world.startHasty("lost-once"));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.probe().commandLines("lost-once"))
        .containsSubsequence(
            "book-hotel/action#1",
            "book-flight/action#1",
            "book-flight/action#2",
            "rent-car/action#1");
    assertThat(world.probe().waits("lost-once", FLIGHT).get(0))
        .as("the timeout, and then the delay before the second attempt")
        .isGreaterThanOrEqualTo(TripSaga.HASTE.plus(TripSaga.FIRST_DELAY).toMillis());
    assertThat(world.participants().effects("lost-once")).containsEntry("book-flight/action", 1);
  }

  @Test
  void shouldUndoAStepWhoseOutcomeIsUnknown() {
    world.participants().onAction("lost-twice", FLIGHT, Answer.IGNORE, Answer.IGNORE);

    SagaReport report = World.outcome(world.startHasty("lost-twice"));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(report.reason().code()).isEqualTo("TIMEOUT");
    assertThat(report.history().stream().map(HistoryEntry::event)).contains("unknown");
    assertThat(world.probe().commandLines("lost-twice"))
        .startsWith("book-hotel/action#1", "book-flight/action#1", "book-flight/action#2");
    assertThat(world.probe().commandOrder("lost-twice"))
        .containsExactly(
            "book-hotel/action",
            "book-flight/action",
            "book-flight/compensation",
            "book-hotel/compensation");
    assertThat(world.participants().effects("lost-twice"))
        .as("what never happened has nothing to undo")
        .doesNotContainKeys("book-flight/action", "book-flight/compensation");
  }

  @Test
  void shouldUndoALateSuccessOnceAndLetItChangeNothing() {
    CommandId flight = new CommandId("late", FLIGHT, Direction.ACTION);
    CommandId undoHotel = new CommandId("late", HOTEL, Direction.COMPENSATION);
    world.participants().onAction("late", FLIGHT, Answer.HOLD_BACK, Answer.HOLD_BACK);
    world.participants().onCompensation("late", HOTEL, Answer.HOLD_BACK);
    SagaHandle trip = world.startHasty("late");
    world.awaitHeld(undoHotel);
    String before = world.znodes().log("late").orElseThrow();

    world.participants().release(flight);
    world.runNeighbour("late");
    assertThat(world.znodes().log("late")).contains(before);

    world.participants().release(undoHotel);
    assertThat(World.outcome(trip).status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(world.probe().commandOrder("late"))
        .containsExactly(
            "book-hotel/action",
            "book-flight/action",
            "book-flight/compensation",
            "book-hotel/compensation");
    assertThat(world.participants().effects("late"))
        .containsEntry("book-flight/action", 1)
        .containsEntry("book-flight/compensation", 1);
  }

  @Test
  void shouldParkWhenTheOutcomeOfTheDecisionIsUnknown() {
    world.participants().onAction("undecided", CARD, Answer.IGNORE, Answer.IGNORE);

    world.startHasty("undecided");

    SagaReport report = world.reported("undecided", SagaStatus.PARKED);
    assertThat(report.reason().code()).isEqualTo("TIMEOUT");
    world.runNeighbour("undecided");
    assertThat(world.probe().commandLines("undecided")).endsWith("charge-card/action#2");
    assertThat(world.znodes().log("undecided").orElseThrow()).contains("\"event\":\"stuck\"");
  }
}
