package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.HistoryEntry;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.Trip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sagas that are told from outside to stop and to go on, over real servers. */
@ExtendWith(PalinodeServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class ControlTest {
  @AutoClose private World world;
  private Orchestrator node;

  @BeforeAll
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
    node = startNode();
  }

  @Test
  void shouldUndoACancelledTripOnceItsFlightIsAnswered() {
    SagaHandle trip = heldAtItsFlight("cancelled");

    SagaReport answer = answer(world.client().cancel("cancelled", "The meeting is off."));
    assertThat(answer.status()).isEqualTo(SagaStatus.COMPENSATING);
    assertThat(answer.answer()).extracting(RequestAnswer::verdict).isEqualTo(Verdict.DONE);
    world.participants().release(flight("cancelled"));

    SagaReport end = World.outcome(trip);
    assertThat(end.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(end.reason()).hasToString("CANCELLED: The meeting is off.");
    assertThat(world.participants().effects("cancelled"))
        .isEqualTo(
            Map.of(
                "book-hotel/action", 1,
                "book-flight/action", 1,
                "book-flight/compensation", 1,
                "book-hotel/compensation", 1));
    assertThat(answer(world.client().cancel("cancelled", "Again.")).answer())
        .extracting(again -> again.reason().code())
        .isEqualTo("ENDED");
  }

  @Test
  void shouldStayPausedOverAHandOverUntilItIsResumed() {
    SagaHandle trip = heldAtItsFlight("paused");
    SagaReport paused = answer(world.client().pause("paused", "The agency is closed."));
    assertThat(paused.status()).isEqualTo(SagaStatus.PAUSED);
    assertThat(paused.reason()).hasToString("PAUSED: The agency is closed.");

    handOver();
    world.participants().release(flight("paused"));
    world.runNeighbour("paused");
    assertThat(world.participants().effects("paused"))
        .containsOnlyKeys("book-hotel/action", "book-flight/action");
    assertThat(answer(world.client().resume("paused", "It is open.")).status())
        .isEqualTo(SagaStatus.RUNNING);

    world.shouldCompleteOnce(trip);
  }

  @Test
  void shouldGoOnUnderTheNextOwnerAsAPersonDecides() {
    SagaHandle trip = world.client().start(ApprovedTrip.DEFINITION, "approved", Trip.to("Rome"));
    World.waiting().until(() -> isAsked("approved"));
    handOver();

    SagaReport wrong = answer(decide("approved", "perhaps"));
    assertThat(wrong.status()).isEqualTo(SagaStatus.RUNNING);
    assertThat(wrong.answer())
        .extracting(answer -> answer.reason().code())
        .isEqualTo("UNKNOWN_OPTION");
    assertThat(answer(decide("approved", "yes")).answer())
        .extracting(RequestAnswer::verdict)
        .isEqualTo(Verdict.DONE);

    SagaReport end = World.outcome(trip);
    assertThat(end.status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(world.participants().effects("approved"))
        .isEqualTo(Map.of("book-hotel/action", 1, "charge-card/action", 1));
    assertThat(end.history())
        .extracting(HistoryEntry::event, HistoryEntry::step, HistoryEntry::detail)
        .contains(
            tuple("wait-ended", "rest", null),
            tuple("decision-made", "approve", "yes, by Eve: She pays."),
            tuple("branch-chosen", "approved", "yes"));
  }

  private boolean isAsked(String sagaId) {
    return world.probe().reports(sagaId).stream()
        .flatMap(report -> report.history().stream())
        .anyMatch(entry -> entry.event().equals("decision-asked"));
  }

  private CompletableFuture<SagaReport> decide(String sagaId, String option) {
    return world.client().decide(sagaId, ApprovedTrip.APPROVE, option, "Eve", "She pays.");
  }

  private Orchestrator startNode() {
    List<SagaDefinition<?>> definitions = new ArrayList<>(TripSaga.definitions());
    definitions.add(ApprovedTrip.DEFINITION);
    return world.startNode(definitions);
  }

  private void handOver() {
    node.close();
    node = startNode();
  }

  private SagaHandle heldAtItsFlight(String sagaId) {
    world.participants().onAction(sagaId, TripSaga.FLIGHT, Answer.HOLD_BACK);
    SagaHandle trip = world.start(sagaId);
    world.awaitHeld(flight(sagaId));
    return trip;
  }

  private static CommandId flight(String sagaId) {
    return new CommandId(sagaId, TripSaga.FLIGHT, Direction.ACTION);
  }

  private static SagaReport answer(CompletableFuture<SagaReport> answer) {
    assertThat(answer).succeedsWithin(World.PATIENCE);
    return answer.join();
  }
}
