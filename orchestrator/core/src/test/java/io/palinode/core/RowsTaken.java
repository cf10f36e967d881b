package io.palinode.core;

import io.palinode.core.SagaEvent.StepEvent;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of the two tables that journals were seen to take, told from the states before and after
 * each event.
 */
final class RowsTaken {
  private final Set<StepTransition> ofSteps = EnumSet.noneOf(StepTransition.class);
  private final Set<SagaTransition> ofSagas = EnumSet.noneOf(SagaTransition.class);

  Set<StepTransition> ofSteps() {
    return ofSteps;
  }

  Set<SagaTransition> ofSagas() {
    return ofSagas;
  }

  /** Takes in a whole journal. */
  void observe(String sagaId, List<SagaEvent> journal) {
    SagaState state = SagaState.fold(sagaId, journal.subList(0, 1));
    observe(state, journal.subList(1, journal.size()));
  }

  /** Takes in the events that follow a state. */
  void observe(SagaState first, List<SagaEvent> events) {
    SagaState before = first;
    for (SagaEvent event : events) {
      SagaState after = before.apply(event);
      if (event instanceof StepEvent about) {
        note(before.step(about.step()).status(), after.step(about.step()).status());
      }
      for (SagaTransition row : SagaTransition.values()) {
        if (row.from() == before.status() && row.to() == after.status()) {
          ofSagas.add(row);
        }
      }
      before = after;
    }
  }

  private void note(StepStatus before, StepStatus after) {
    for (StepTransition row : StepTransition.values()) {
      if (row.from() == before && row.to() == after) {
        ofSteps.add(row);
      }
    }
  }
}
