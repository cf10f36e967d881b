package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.SagaState;
import io.palinode.core.StepStatus;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Waiting;
import io.palinode.message.CommandId;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.SagaStatus;
import io.palinode.saga.KeyedBy;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Scope;
import io.palinode.saga.Step;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.journal.MemoryJournals;
import io.palinode.server.journal.StoredKey;
import io.palinode.server.runtime.SimulatedSagas.Journey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of the sagas' keys when a simulation has come to rest.
 *
 * <ul>
 *   <li>No two sagas of one key have interleaved, judged by their effects.
 *   <li>Whoever has a key or waits for one is still in the journal, and who has it is parked:
 *       nothing else can keep a saga from its end.
 * </ul>
 */
final class LockVerdict {
  private final Simulation simulation;
  private final Map<String, SagaState> left;
  private final Map<String, Lock> locks = new TreeMap<>();

  LockVerdict(Simulation simulation, Map<String, SagaState> left) {
    this.simulation = simulation;
    this.left = left;
    for (MemoryJournals journal : simulation.journals) {
      for (StoredKey key : journal.keys()) {
        if (KeyAddress.parse(key.address()).use() == KeyUse.LOCK) {
          locks.put(key.address(), (Lock) KeyCodec.decode(KeyUse.LOCK, key.content()));
        }
      }
    }
  }

  void check() {
    locks.forEach(this::checkLock);
    effects()
        .forEach((key, sagas) -> assertThat(sagas).as("turns of %s", key).doesNotHaveDuplicates());
  }

  /** True if the saga waits for a key that a parked one has. */
  boolean waitsInVain(SagaState state, SagaDefinition<?> definition) {
    KeyAddress address = addressOf(definition);
    Lock lock = address == null ? null : locks.get(address.toString());
    return lock != null
        && state.status() == SagaStatus.RUNNING
        && state.steps().size() == 1
        && state.steps().get(0).status() != StepStatus.SUCCEEDED
        && lock.queue().stream().map(Waiting::sagaId).toList().contains(state.sagaId());
  }

  private void checkLock(String address, Lock lock) {
    String holder = lock.holder() == null ? "" : lock.holder().sagaId();
    assertThat(left).as("holder of %s", address).containsKey(holder);
    assertThat(left.get(holder).status()).as("holder of %s", address).isEqualTo(SagaStatus.PARKED);
    assertThat(left.keySet())
        .as("queue of %s", address)
        .containsAll(lock.queue().stream().map(Waiting::sagaId).toList());
  }

  /** For each key the sagas that had effects, in the order of their turns. */
  private Map<String, List<String>> effects() {
    Map<String, List<String>> turns = new TreeMap<>();
    for (CommandId effect : simulation.participants.effects()) {
      SagaDefinition<?> definition = simulation.started.get(effect.sagaId());
      KeyAddress address = addressOf(definition);
      if (address != null && !leavesNothing(definition.step(effect.step()))) {
        List<String> sagas = turns.computeIfAbsent(address.toString(), key -> new ArrayList<>());
        if (sagas.isEmpty() || !sagas.get(sagas.size() - 1).equals(effect.sagaId())) {
          sagas.add(effect.sagaId());
        }
      }
    }
    return turns;
  }

  /** A step that leaves nothing is not waited for once it counts as unknown. */
  private static boolean leavesNothing(Step<?> step) {
    return step.compensation() == null && step.leavesNothing();
  }

  @SuppressWarnings("unchecked")
  private static @Nullable KeyAddress addressOf(SagaDefinition<?> definition) {
    KeyedBy<Journey> keyedBy = (KeyedBy<Journey>) definition.steps().get(0).keyedBy();
    return keyedBy == null || !keyedBy.isLock() ? null : keyedBy.address(Scope.of(Journey.PLANNED));
  }
}
