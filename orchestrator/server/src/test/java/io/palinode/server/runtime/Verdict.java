package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import io.palinode.saga.StepKind;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.MemoryJournals;
import io.palinode.server.transport.InputRecord.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What must hold when a simulation has come to rest.
 *
 * <ul>
 *   <li>Every saga that was asked for has ended one way, or is parked for one of the listed
 *       reasons.
 *   <li>A completed saga has each effect, in order, and undid nothing. A compensated one undid what
 *       it did, in the reverse of its order. The order is partial where a saga goes several ways.
 *   <li>The journal has parked sagas only, and those that wait for the key of one: {@link
 *       LockVerdict}. Their owner has them in memory, and all input is read.
 *   <li>The owner stops without sending anything.
 * </ul>
 */
final class Verdict {
  private final Simulation simulation;
  private final Map<String, SagaState> parked = new TreeMap<>();
  private final Set<SagaStatus> ways = EnumSet.noneOf(SagaStatus.class);

  Verdict(Simulation simulation) {
    this.simulation = simulation;
  }

  /** Fails if it does not hold; otherwise says in which ways the sagas came to rest. */
  Set<SagaStatus> check() {
    for (int shard = 0; shard < Simulation.SHARDS; shard++) {
      checkJournal(shard);
      checkAllIsRead(shard);
    }
    LockVerdict locks = new LockVerdict(simulation, parked);
    simulation.started.forEach((id, definition) -> checkSaga(id, definition, locks));
    locks.check();
    new SignalVerdict(simulation, parked).check();
    new NoticeVerdict(simulation).check();
    checkStop();
    return ways;
  }

  private void checkJournal(int shard) {
    MemoryJournals journals = simulation.journals.get(shard);
    Shard leader =
        simulation.nodes.stream()
            .map(node -> node.shards.get(shard))
            .filter(candidate -> candidate.liveSagas() >= 0)
            .findFirst()
            .orElseThrow();
    journals
        .join()
        .load(
            stored -> {
              SagaState folded = Journaled.fold(stored);
              parked.put(stored.sagaId(), folded);
              assertThat(leader.find(stored.sagaId()))
                  .as("%s in memory", stored.sagaId())
                  .isNotNull()
                  .extracting(LiveSaga::state)
                  .isEqualTo(folded);
            });
  }

  private void checkAllIsRead(int shard) {
    Head head = simulation.journals.get(shard).head();
    assertThat(Math.max(0, head.position().starts()))
        .as("starts read in shard %d", shard)
        .isEqualTo(simulation.broker.end(Source.STARTS, shard));
    assertThat(Math.max(0, head.position().replies()))
        .as("replies read in shard %d", shard)
        .isEqualTo(simulation.broker.end(Source.REPLIES, shard));
  }

  private void checkSaga(String sagaId, SagaDefinition<?> definition, LockVerdict locks) {
    SagaState state = parked.get(sagaId);
    if (state != null && locks.waitsInVain(state, definition)) {
      return;
    }
    if (state != null) {
      ways.add(SagaStatus.PARKED);
      assertThat(state.status()).as(sagaId).isEqualTo(SagaStatus.PARKED);
      assertThat(isListed(state, definition)).as("a reason to park in %s", state).isTrue();
      return;
    }
    assertThat(simulation.facts.ends(sagaId)).as("reported ends of %s", sagaId).hasSize(1);
    ways.addAll(simulation.facts.ends(sagaId));
    if (simulation.facts.ends(sagaId).contains(SagaStatus.COMPLETED)) {
      checkCompleted(sagaId, definition);
    } else {
      checkCompensated(sagaId, definition);
    }
  }

  /** Damage by a stranger's hand, or a step that can neither go on nor be given up. */
  private boolean isListed(SagaState state, SagaDefinition<?> definition) {
    if (state.reason() != null && state.reason().code().equals("CORRUPT")) {
      return simulation.facts.wasMeddledWith(state.sagaId());
    }
    List<StepState> stuck =
        state.steps().stream()
            .filter(
                step ->
                    step.status() == StepStatus.ACTION_STUCK
                        || step.status() == StepStatus.UNDO_STUCK)
            .toList();
    return !stuck.isEmpty()
        && stuck.stream()
            .allMatch(
                step ->
                    step.status() == StepStatus.UNDO_STUCK
                        || definition.step(step.step()).kind() != StepKind.COMPENSATABLE);
  }

  private void checkCompleted(String sagaId, SagaDefinition<?> definition) {
    Runs runs = Runs.of(definition);
    List<String> done = steps(sagaId, Direction.ACTION);
    assertThat(done)
        .as("effects of completed %s", sagaId)
        .containsExactlyInAnyOrderElementsOf(runs.all());
    assertThat(runs.outOfOrder(done)).as("effects of completed %s: %s", sagaId, done).isEmpty();
    assertThat(steps(sagaId, Direction.COMPENSATION)).as("undone by %s", sagaId).isEmpty();
  }

  private void checkCompensated(String sagaId, SagaDefinition<?> definition) {
    List<String> undone = steps(sagaId, Direction.COMPENSATION);
    List<String> done =
        steps(sagaId, Direction.ACTION).stream()
            .filter(step -> !leavesNothing(definition.step(step)))
            .toList();
    assertThat(undone)
        .as("what compensated %s undid", sagaId)
        .containsExactlyInAnyOrderElementsOf(done);
    Collections.reverse(undone);
    assertThat(Runs.of(definition).outOfOrder(undone))
        .as("undone by %s, newest first: %s", sagaId, undone)
        .isEmpty();
  }

  private static boolean leavesNothing(Step<?> step) {
    return step.kind() == StepKind.COMPENSATABLE && step.compensation() == null;
  }

  private List<String> steps(String sagaId, Direction direction) {
    return new ArrayList<>(
        effects(sagaId, id -> id.direction() == direction).stream().map(CommandId::step).toList());
  }

  private List<CommandId> effects(String sagaId, Predicate<CommandId> which) {
    return simulation.participants.effects().stream()
        .filter(id -> id.sagaId().equals(sagaId))
        .filter(which)
        .toList();
  }

  private void checkStop() {
    int effects = simulation.participants.effects().size();
    int reports = simulation.broker.records(simulation.topics.events()).size();
    List<CompletableFuture<?>> stopped = new ArrayList<>();
    for (SimulatedNode node : simulation.nodes) {
      node.shards.forEach(shard -> stopped.add(shard.stop()));
    }
    for (int turn = 0; turn < 10; turn++) {
      boolean unused = simulation.everybodyActs();
    }
    assertThat(stopped).allMatch(CompletableFuture::isDone);
    assertThat(simulation.participants.effects()).hasSize(effects);
    assertThat(simulation.broker.records(simulation.topics.events())).hasSize(reports);
  }
}
