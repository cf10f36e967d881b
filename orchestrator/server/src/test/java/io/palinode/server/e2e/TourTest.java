package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.HistoryEntry;
import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.participant.Reply;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TourSaga.Tour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** A saga that goes several ways, over real servers. */
@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class TourTest {
  @AutoClose private World world;
  private Orchestrator node;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode(List.of(TourSaga.DEFINITION));
  }

  @Test
  void shouldGoEveryWayAndTellSoInItsReport() {
    SagaReport report =
        World.outcome(
            world.client().start(TourSaga.DEFINITION, "far", Tour.of("Rome", "Naples", "Bari")));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(report.data())
        .hasToString(
            "{\"cities\":[\"Rome\",\"Naples\",\"Bari\"],\"hotels\":{\"Bari\":\"room-far\","
                + "\"Naples\":\"room-far\",\"Rome\":\"room-far\"},\"flight\":\"seat-far\"}");
    assertThat(world.participants().effects("far"))
        .isEqualTo(
            Map.of(
                "book-hotel[0]/action", 1,
                "book-hotel[1]/action", 1,
                "book-hotel[2]/action", 1,
                "book-flight/action", 1,
                "rent-car/action", 1,
                "charge-card/action", 1,
                "send-ticket/action", 1));
    assertThat(report.history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .contains(
            tuple("items-listed", "hotels", "3 items"),
            tuple("issued", "book-hotel[1]", null),
            tuple("branch-chosen", "on-the-way", "far"));
  }

  @Test
  void shouldUndoAfterAHandOverWhatWasInFlightBeforeIt() {
    CommandId naples = new CommandId("near", "book-hotel[1]", Direction.ACTION);
    CommandId flight = new CommandId("near", "book-flight", Direction.ACTION);
    Answer full = new Answer(Reply.rejected("FULL", "No."), Answer.Delivery.HELD);
    world.participants().onAction("near", naples.step(), Answer.HOLD_BACK, Answer.HOLD_BACK);
    world.participants().onAction("near", flight.step(), full, full);
    var handle = world.client().start(TourSaga.DEFINITION, "near", Tour.of("Rome", "Naples"));
    world.awaitHeld(naples);
    world.awaitHeld(flight);

    node.close();
    node = world.startNode(List.of(TourSaga.DEFINITION));
    world.participants().release(flight);
    runNeighbour();
    assertThat(world.participants().effects("near"))
        .as("nothing is undone while a command is in flight")
        .containsOnlyKeys("book-hotel[0]/action", "book-hotel[1]/action");
    world.participants().release(naples);

    SagaReport report = World.outcome(handle);
    assertThat(report.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(report.reason()).isEqualTo(new Reason("FULL", "No."));
    assertThat(world.participants().effects("near"))
        .isEqualTo(
            Map.of(
                "book-hotel[0]/action", 1,
                "book-hotel[1]/action", 1,
                "book-hotel[0]/compensation", 1,
                "book-hotel[1]/compensation", 1));
  }

  /** Runs another tour of the same shard, so that all replies before it have been dealt with. */
  private void runNeighbour() {
    var handle =
        world
            .client()
            .start(TourSaga.DEFINITION, world.neighbour("near"), Tour.of("Rome", "Naples"));
    assertThat(World.outcome(handle).status()).isEqualTo(SagaStatus.COMPLETED);
  }
}
