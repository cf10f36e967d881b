package io.palinode.core;

import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.message.Payload;
import io.palinode.message.SagaStatus;
import io.palinode.message.StepKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each event makes of a saga's state.
 *
 * <p>Stateless; {@link SagaState#apply} is the way in.
 */
final class Fold {
  private Fold() {}

  static SagaState apply(SagaState state, SagaEvent event) {
    if (event instanceof StepEvent about) {
      return applyToStep(state, about);
    } else if (event instanceof CompensationStarted turned) {
      return become(state, state.standing().turnedRound(turned.reason()), state.steps());
    } else if (event instanceof SagaParked parked) {
      return become(
          state, state.standing().halted(SagaStatus.PARKED, parked.reason()), state.steps());
    } else if (event instanceof SagaPaused paused) {
      return become(
          state, state.standing().halted(SagaStatus.PAUSED, paused.reason()), state.steps());
    } else if (event instanceof SagaResumed) {
      return become(state, state.standing().resumed(), state.steps());
    } else if (event instanceof SagaEnded ended) {
      return become(state, state.standing().ended(ended.status()), state.steps());
    } else if (event instanceof PathEvent fork) {
      return takePath(state, fork);
    } else if (event instanceof DeadlineSet set) {
      return withDeadline(state, set.at());
    } else if (event instanceof DeadlineMissed) {
      return withDeadline(state, SagaState.NO_DEADLINE);
    } else if (event instanceof SagaMigrated migrated) {
      return pinnedTo(state, migrated);
    }
    throw new BrokenInvariant("Saga %s is started twice: %s.".formatted(state.sagaId(), event));
  }

  private static SagaState takePath(SagaState state, PathEvent event) {
    if (state.find(event.getClass(), event.part()) != null) {
      throw new BrokenInvariant("Saga %s decides twice: %s.".formatted(state.sagaId(), event));
    }
    List<PathEvent> longer = new ArrayList<>(state.path());
    if (event instanceof SubSagaEnded ended) {
      longer.add(new SubSagaEnded(ended.part(), null));
      return changed(with(state, longer), StepKey.around(ended.part()), ended.data());
    } else if (event instanceof WaitEnded ended) {
      longer.add(new WaitEnded(ended.part(), null));
      return changed(with(state, longer), StepKey.around(ended.part()), ended.data());
    }
    longer.add(event);
    return with(state, longer);
  }

  private static SagaState applyToStep(SagaState state, StepEvent event) {
    List<StepState> next = new ArrayList<>(state.steps().size() + 1);
    next.addAll(state.steps());
    int at = state.indexOf(event.step());
    if (at < 0) {
      next.add(StepState.pending(event.step()).apply(event));
    } else {
      next.set(at, state.steps().get(at).apply(event));
    }
    List<StepState> after = List.copyOf(next);
    if (event instanceof StepStuck stuck && state.status() != SagaStatus.PARKED) {
      return become(state, state.standing().halted(SagaStatus.PARKED, stuck.reason()), after);
    }
    SagaState settled = with(state, state.standing(), state.data(), after, state.path());
    return event instanceof StepSucceeded succeeded
        ? changed(settled, StepKey.around(event.step()), succeeded.data())
        : settled;
  }

  /**
   * The state with other data.
   *
   * @param subSaga whose they are, empty for the saga itself
   * @param changed null where they stay as they are
   */
  private static SagaState changed(SagaState state, String subSaga, @Nullable Payload changed) {
    if (changed == null) {
      return state;
    } else if (subSaga.isEmpty()) {
      return with(state, state.standing(), changed, state.steps(), state.path());
    }
    state.data(subSaga);
    List<PathEvent> replaced = new ArrayList<>(state.path());
    replaced.replaceAll(
        event ->
            event instanceof SubSagaBegun begun && begun.part().equals(subSaga)
                ? new SubSagaBegun(subSaga, changed)
                : event);
    return with(state, replaced);
  }

  private static SagaState with(SagaState state, List<PathEvent> taken) {
    return with(state, state.standing(), state.data(), state.steps(), taken);
  }

  private static SagaState pinnedTo(SagaState state, SagaMigrated event) {
    Payload after = event.data() == null ? state.data() : event.data();
    return new SagaState(
        state.sagaId(),
        event.definition(),
        state.standing(),
        after,
        state.deadline(),
        state.steps(),
        state.path());
  }

  private static SagaState become(SagaState state, Standing next, List<StepState> after) {
    return with(state, next, state.data(), after, state.path());
  }

  private static SagaState withDeadline(SagaState state, long at) {
    return new SagaState(
        state.sagaId(),
        state.definition(),
        state.standing(),
        state.data(),
        at,
        state.steps(),
        state.path());
  }

  private static SagaState with(
      SagaState state,
      Standing next,
      Payload changed,
      List<StepState> after,
      List<PathEvent> taken) {
    return new SagaState(
        state.sagaId(),
        state.definition(),
        next,
        changed,
        state.deadline(),
        after,
        List.copyOf(taken));
  }
}
