package io.palinode.core;

import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.message.StepKey;
import io.palinode.saga.DefinitionRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one saga stands: the fold of its events.
 *
 * <p>Immutable. {@link #apply} is the only way from one state to the next, live and in recovery.
 *
 * @param data as they stand after the last step that changed them
 * @param reason why the saga turned round or parked, the newest; null where it did neither
 * @param steps those that have begun, in the order in which they began
 * @param path the choices that are made, the items that are listed, the business key that is
 *     chosen, and the sub-sagas that are begun, each with its data as they stand, and ended
 */
public record SagaState(
    String sagaId,
    DefinitionRef definition,
    SagaStatus status,
    Payload data,
    @Nullable Reason reason,
    List<StepState> steps,
    List<PathEvent> path) {

  /** What a sub-saga takes in a log beside its data, at most: its key twice, and the words. */
  private static final int SUB_SAGA_BYTES = 400;

  /** A state at the beginning of the path. */
  public SagaState(
      String sagaId,
      DefinitionRef definition,
      SagaStatus status,
      Payload data,
      @Nullable Reason reason,
      List<StepState> steps) {
    this(sagaId, definition, status, data, reason, steps, List.of());
  }

  /** The state after a saga's first event. */
  public static SagaState started(String sagaId, SagaStarted event) {
    return new SagaState(
        sagaId, event.definition(), SagaStatus.RUNNING, event.data(), null, List.of());
  }

  /**
   * The state that the events lead to.
   *
   * @throws BrokenInvariant if they do not begin with a start or contradict each other
   */
  public static SagaState fold(String sagaId, Iterable<SagaEvent> events) {
    @Nullable SagaState state = null;
    for (SagaEvent event : events) {
      if (state != null) {
        state = state.apply(event);
      } else if (event instanceof SagaStarted started) {
        state = started(sagaId, started);
      } else if (event instanceof SagaCompacted compacted) {
        state = compacted.state();
      } else {
        throw new BrokenInvariant("Saga %s begins with %s.".formatted(sagaId, event));
      }
    }
    if (state == null) {
      throw new BrokenInvariant("Saga %s has no event.".formatted(sagaId));
    }
    return state;
  }

  /**
   * The state after one more event.
   *
   * @throws BrokenInvariant if the event cannot follow
   */
  public SagaState apply(SagaEvent event) {
    if (event instanceof StepEvent about) {
      return applyToStep(about);
    } else if (event instanceof CompensationStarted turned) {
      return become(SagaStatus.COMPENSATING, turned.reason(), steps);
    } else if (event instanceof SagaParked parked) {
      return become(SagaStatus.PARKED, parked.reason(), steps);
    } else if (event instanceof SagaEnded ended) {
      return become(ended.status(), reason, steps);
    } else if (event instanceof PathEvent fork) {
      return takePath(fork);
    } else if (event instanceof SagaMigrated migrated) {
      return pinnedTo(migrated);
    }
    throw new BrokenInvariant("Saga %s is started twice: %s.".formatted(sagaId, event));
  }

  /** How this step stands; pending if it has not begun. */
  public StepState step(String name) {
    int at = indexOf(name);
    return at < 0 ? StepState.pending(name) : steps.get(at);
  }

  /** The branch that the choice has taken; null where it is not made yet. */
  public @Nullable BranchChosen choice(String part) {
    return find(BranchChosen.class, part);
  }

  /** The items of the for-each; null where they are not listed yet. */
  public @Nullable List<Payload> items(String part) {
    ItemsListed listed = find(ItemsListed.class, part);
    return listed == null ? null : listed.items();
  }

  /** The address of the key that the step asks for; null where it has none yet. */
  public @Nullable String key(String step) {
    KeyChosen chosen = find(KeyChosen.class, step);
    return chosen == null ? null : chosen.address();
  }

  /** The id of the signal that the step has taken; null where it has taken none. */
  public @Nullable String signal(String step) {
    SignalTaken taken = find(SignalTaken.class, step);
    return taken == null ? null : taken.signalId();
  }

  /** The keys that the saga's steps have asked for, in the order in which they did. */
  public List<KeyChosen> keys() {
    return path.stream().filter(KeyChosen.class::isInstance).map(KeyChosen.class::cast).toList();
  }

  /** True if the sub-saga is or was at work. */
  boolean hasBegun(String subSaga) {
    return find(SubSagaBegun.class, subSaga) != null;
  }

  /** True if every step of the sub-saga is done. */
  boolean hasEnded(String subSaga) {
    return find(SubSagaEnded.class, subSaga) != null;
  }

  /**
   * The data of a sub-saga, as they stand.
   *
   * @param subSaga empty for the saga itself
   * @throws BrokenInvariant if it has not begun
   */
  public Payload data(String subSaga) {
    if (subSaga.isEmpty()) {
      return data;
    }
    SubSagaBegun begun = find(SubSagaBegun.class, subSaga);
    if (begun == null) {
      throw new BrokenInvariant("Saga %s has no sub-saga '%s'.".formatted(sagaId, subSaga));
    }
    return begun.data();
  }

  /** How many bytes of items and of sub-sagas there are: they share one limit. */
  int bytesKept() {
    int bytes = 0;
    for (PathEvent event : path) {
      if (event instanceof ItemsListed listed) {
        bytes += listed.items().stream().mapToInt(item -> item.json().length).sum();
      } else if (event instanceof SubSagaBegun begun) {
        bytes += begun.data().json().length + SUB_SAGA_BYTES;
      }
    }
    return bytes;
  }

  /**
   * The same, without these data; 0 for those of the saga itself, which have a limit of their own.
   */
  int bytesKeptBeside(String subSaga) {
    if (subSaga.isEmpty()) {
      return 0;
    }
    return hasBegun(subSaga)
        ? bytesKept() - data(subSaga).json().length
        : bytesKept() + SUB_SAGA_BYTES;
  }

  private <E extends PathEvent> @Nullable E find(Class<E> type, String part) {
    for (PathEvent event : path) {
      if (type.isInstance(event) && event.part().equals(part)) {
        return type.cast(event);
      }
    }
    return null;
  }

  private SagaState takePath(PathEvent event) {
    if (find(event.getClass(), event.part()) != null) {
      throw new BrokenInvariant("Saga %s decides twice: %s.".formatted(sagaId, event));
    }
    List<PathEvent> longer = new ArrayList<>(path);
    if (event instanceof SubSagaEnded ended) {
      longer.add(new SubSagaEnded(ended.part(), null));
      return with(List.copyOf(longer)).changed(StepKey.around(ended.part()), ended.data());
    }
    longer.add(event);
    return with(List.copyOf(longer));
  }

  private SagaState applyToStep(StepEvent event) {
    List<StepState> next = new ArrayList<>(steps.size() + 1);
    next.addAll(steps);
    int at = indexOf(event.step());
    if (at < 0) {
      next.add(StepState.pending(event.step()).apply(event));
    } else {
      next.set(at, steps.get(at).apply(event));
    }
    List<StepState> after = List.copyOf(next);
    if (event instanceof StepStuck stuck) {
      return status == SagaStatus.PARKED
          ? new SagaState(sagaId, definition, status, data, reason, after, path)
          : become(SagaStatus.PARKED, stuck.reason(), after);
    }
    SagaState settled = new SagaState(sagaId, definition, status, data, reason, after, path);
    return event instanceof StepSucceeded succeeded
        ? settled.changed(StepKey.around(event.step()), succeeded.data())
        : settled;
  }

  /**
   * The state with other data.
   *
   * @param subSaga whose they are, empty for the saga itself
   * @param changed null where they stay as they are
   */
  private SagaState changed(String subSaga, @Nullable Payload changed) {
    if (changed == null) {
      return this;
    } else if (subSaga.isEmpty()) {
      return new SagaState(sagaId, definition, status, changed, reason, steps, path);
    }
    data(subSaga);
    List<PathEvent> replaced = new ArrayList<>(path);
    replaced.replaceAll(
        event ->
            event instanceof SubSagaBegun begun && begun.part().equals(subSaga)
                ? new SubSagaBegun(subSaga, changed)
                : event);
    return with(List.copyOf(replaced));
  }

  private SagaState with(List<PathEvent> taken) {
    return new SagaState(sagaId, definition, status, data, reason, steps, taken);
  }

  private SagaState pinnedTo(SagaMigrated event) {
    Payload after = event.data() == null ? data : event.data();
    return new SagaState(sagaId, event.definition(), status, after, reason, steps, path);
  }

  private SagaState become(SagaStatus next, @Nullable Reason why, List<StepState> after) {
    return new SagaState(
        sagaId, definition, SagaTransition.taken(status, next).to(), data, why, after, path);
  }

  private int indexOf(String name) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).step().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
