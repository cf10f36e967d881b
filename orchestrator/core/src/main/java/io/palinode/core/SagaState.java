package io.palinode.core;

import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaEvent.WaitEvent;
import io.palinode.core.SagaInput.DeadlinePassed;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
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
 * @param deadline when the saga is to have ended, in milliseconds since 1970; {@link #NO_DEADLINE}
 *     where none is set, or it has passed
 * @param steps those that have begun, in the order in which they began
 * @param path the choices that are made, the items that are listed, the waits and decisions, the
 *     business key that is chosen, and the sub-sagas that are begun, each with its data as they
 *     stand, and ended
 */
public record SagaState(
    String sagaId,
    DefinitionRef definition,
    Standing standing,
    Payload data,
    long deadline,
    List<StepState> steps,
    List<PathEvent> path) {
  /** The deadline of a saga that has none, or has missed it. */
  public static final long NO_DEADLINE = 0;

  /** What a sub-saga takes in a log beside its data, at most: its key twice, and the words. */
  private static final int SUB_SAGA_BYTES = 400;

  /** A state without a deadline. */
  public SagaState(
      String sagaId,
      DefinitionRef definition,
      Standing standing,
      Payload data,
      List<StepState> steps,
      List<PathEvent> path) {
    this(sagaId, definition, standing, data, NO_DEADLINE, steps, path);
  }

  /** The state after a saga's first event. */
  public static SagaState started(String sagaId, SagaStarted event) {
    return new SagaState(
        sagaId, event.definition(), Standing.BEGUN, event.data(), List.of(), List.of());
  }

  public SagaStatus status() {
    return standing.status();
  }

  /** Why the saga stands still or turned round; null where it did neither. */
  public @Nullable Reason reason() {
    return standing.reason();
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
    return Fold.apply(this, event);
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

  /** The wait or decision, if it is reached and not over; null where it is not. */
  public @Nullable WaitEvent openWait(String part) {
    return isOver(part) ? null : find(WaitEvent.class, part);
  }

  /** What was decided; null where nothing was. */
  public @Nullable DecisionMade decision(String part) {
    return find(DecisionMade.class, part);
  }

  /** True if the wait or decision is over. */
  public boolean isOver(String part) {
    return find(WaitEnded.class, part) != null;
  }

  /** Every wait and decision that is reached and not over. */
  public List<WaitEvent> openWaits() {
    return path.stream()
        .filter(event -> event instanceof WaitEvent && !isOver(event.part()))
        .map(WaitEvent.class::cast)
        .toList();
  }

  /** What the saga waits for, as far as time ends it. */
  public List<SetTimer> timers() {
    List<SetTimer> timers = new ArrayList<>();
    for (StepState step : steps) {
      if (step.status().inFlight()) {
        timers.add(step.timer());
      }
    }
    timers.addAll(timersOfWaits());
    return timers;
  }

  /** What the saga waits for beside its steps, as far as time ends it. */
  List<SetTimer> timersOfWaits() {
    List<SetTimer> timers = new ArrayList<>();
    for (WaitEvent wait : openWaits()) {
      if (wait.until() > 0) {
        timers.add(new SetTimer(new WaitOver(wait.part()), wait.until()));
      }
    }
    if (deadline != NO_DEADLINE && !status().ended()) {
      timers.add(new SetTimer(new DeadlinePassed(), deadline));
    }
    return timers;
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
    List<KeyChosen> keys = new ArrayList<>();
    for (PathEvent event : path) {
      if (event instanceof KeyChosen key) {
        keys.add(key);
      }
    }
    return keys;
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

  <E extends PathEvent> @Nullable E find(Class<E> type, String part) {
    for (PathEvent event : path) {
      if (type.isInstance(event) && event.part().equals(part)) {
        return type.cast(event);
      }
    }
    return null;
  }

  /** The place of a step among those that have begun; negative if it has not. */
  int indexOf(String name) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).step().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
