package io.palinode.server.e2e;

import static io.palinode.server.e2e.TripSaga.CARD;
import static io.palinode.server.e2e.World.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.HistoryEntry;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class SuccessTest {
  private static final String TRIP = "trip-1";

  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = World.withNode(cluster);
  }

  @Test
  void shouldReportTheFoldedDataAndTheWholeHistory() {
    SagaReport report = World.outcome(world.start(TRIP));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(report.reason()).isNull();
    assertThat(report.data())
        .hasToString(
            "{\"city\":\"Rome\",\"hotel\":\"room-trip-1\",\"flight\":\"seat-trip-1\",\"car\":\"plate-trip-1\"}");
    assertThat(report.history().stream().map(SuccessTest::line))
        .containsExactly(
            "started",
            "issued book-hotel",
            "succeeded book-hotel",
            "issued book-flight",
            "succeeded book-flight",
            "issued rent-car",
            "succeeded rent-car",
            "issued charge-card",
            "succeeded charge-card",
            "issued send-ticket",
            "succeeded send-ticket",
            "ended");
  }

  @Test
  void shouldSendEachCommandOnceAndApplyItOnce() {
    World.outcome(world.start(TRIP));

    assertThat(world.probe().commandLines(TRIP))
        .containsExactly(
            "book-hotel/action#1",
            "book-flight/action#1",
            "rent-car/action#1",
            "charge-card/action#1",
            "send-ticket/action#1");
    assertThat(world.participants().effects(TRIP))
        .isEqualTo(
            Map.of(
                "book-hotel/action", 1,
                "book-flight/action", 1,
                "rent-car/action", 1,
                "charge-card/action", 1,
                "send-ticket/action", 1));
    assertThat(world.probe().marksOfTransactions(world.topics().commands(TripSaga.AGENCY)))
        .as("marks of transactions, which nobody asked for")
        .isZero();
  }

  @Test
  void shouldHoldALogAndALockWhileItRunsAndLeaveOnlyItsIdBehind() {
    CommandId charge = new CommandId(TRIP, CARD, Direction.ACTION);
    world.participants().onAction(TRIP, CARD, Answer.HOLD_BACK);
    SagaHandle trip = world.start(TRIP);
    world.awaitHeld(charge);

    assertThat(world.znodes().log(TRIP).orElseThrow()).contains("\"step\":\"charge-card\"");
    assertThat(world.znodes().locks(TRIP)).containsExactly("e1-lock-0000000000");
    assertThat(world.znodes().doneBytes(TRIP)).isZero();

    world.participants().release(charge);
    World.outcome(trip);
    waiting().until(() -> world.znodes().pathsWith(TRIP).isEmpty());
    assertThat(world.znodes().doneBytes(TRIP)).isEqualTo(Long.BYTES);
  }

  private static String line(HistoryEntry entry) {
    return entry.step() == null ? entry.event() : entry.event() + " " + entry.step();
  }
}
