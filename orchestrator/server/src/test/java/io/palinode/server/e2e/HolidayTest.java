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
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.HolidaySaga.Holiday;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sagas inside of a saga, over real servers. */
@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class HolidayTest {
  @AutoClose private World world;
  private Orchestrator node;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = world.startNode(List.of(HolidaySaga.DEFINITION));
  }

  @Test
  void shouldRunSagasInsideOfASagaAcrossAHandOver() {
    CommandId room = new CommandId("sun", "stay[1].book-hotel", Direction.ACTION);
    world.participants().onAction("sun", room.step(), Answer.HOLD_BACK, Answer.HOLD_BACK);
    var handle = world.client().start(HolidaySaga.DEFINITION, "sun", Holiday.of("Rome", "Bari"));
    world.awaitHeld(room);

    node.close();
    node = world.startNode(List.of(HolidaySaga.DEFINITION));
    world.participants().release(room);

    SagaReport report = World.outcome(handle);
    assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(report.data())
        .hasToString(
            "{\"cities\":[\"Rome\",\"Bari\"],\"stays\":[\"Rome room-sun\",\"Bari room-sun\"]}");
    assertThat(world.participants().effects("sun"))
        .isEqualTo(
            Map.of(
                "stay[0].book-flight/action", 1,
                "stay[0].book-hotel/action", 1,
                "stay[1].book-flight/action", 1,
                "stay[1].book-hotel/action", 1,
                "home.book-flight/action", 1,
                "home.book-hotel/action", 1,
                "charge-card/action", 1));
    assertThat(report.history())
        .extracting(HistoryEntry::event, HistoryEntry::step)
        .contains(
            tuple("sub-saga-begun", "stay[1]"),
            tuple("succeeded", "stay[1].book-hotel"),
            tuple("sub-saga-ended", "stay[1]"));
  }

  @Test
  void shouldUndoTheSagasInsideWhereTheOneAroundThemFails() {
    world.participants().onAction("rain", "charge-card", Answer.reject("NO_MONEY"));

    SagaReport report =
        World.outcome(world.client().start(HolidaySaga.DEFINITION, "rain", Holiday.of("Oslo")));

    assertThat(report.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(report.reason()).isEqualTo(new Reason("NO_MONEY", "No."));
    assertThat(report.history())
        .filteredOn(line -> line.event().equals("compensated"))
        .extracting(HistoryEntry::step)
        .containsExactly(
            "home.book-hotel", "home.book-flight", "stay[0].book-hotel", "stay[0].book-flight");
  }
}
