package io.palinode.server.runtime;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.Standstill;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the times that a saga parked in its log, those of which Kafka may not have the notice.
 *
 * <p>Immutable.
 *
 * @param publishedThrough the highest batch whose sends Kafka has all acknowledged
 */
record Standstills(long publishedThrough) {

  /**
   * What is to be told, oldest first; nothing where the definition has nothing to say of it.
   *
   * @param machine of the saga; null where this node does not serve its definition, and cannot know
   * @param entries the saga's log, as far as it leads to this state
   */
  List<Standstill> untold(
      @Nullable SagaMachine<?> machine, SagaState now, List<JournalEntry> entries) {
    if (now.standing().parked() == 0
        || (machine != null && machine.definition().notice(SagaStatus.PARKED).isEmpty())) {
      return List.of();
    }
    List<Standstill> untold = new ArrayList<>();
    @Nullable SagaState state = null;
    for (JournalEntry entry : entries) {
      int before = state == null ? first(entry) : state.standing().parked();
      state = after(state, now.sagaId(), entry.events());
      if (entry.batch() > publishedThrough) {
        untold.addAll(entry.owed().standstills());
        if (state.standing().parked() > before) {
          untold.add(standstill(state, entry.at()));
        }
      }
    }
    return untold;
  }

  /** How often the saga had parked before its log begins. */
  private static int first(JournalEntry entry) {
    return entry.events().get(0) instanceof SagaCompacted compacted
        ? compacted.state().standing().parked()
        : 0;
  }

  private static SagaState after(
      @Nullable SagaState before, String sagaId, List<SagaEvent> events) {
    if (before == null) {
      return SagaState.fold(sagaId, events);
    }
    SagaState state = before;
    for (SagaEvent event : events) {
      state = state.apply(event);
    }
    return state;
  }

  private static Standstill standstill(SagaState state, long at) {
    Reason reason = Objects.requireNonNull(state.reason(), "A parked saga has a reason.");
    return new Standstill(state.standing().parked(), at, reason, state.data());
  }
}
