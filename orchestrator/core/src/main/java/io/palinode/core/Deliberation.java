package io.palinode.core;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.RunLocally;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaEvent.WaitEvent;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.KeyedBy;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.StepKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: the events and effects so far, and the state they lead to.
 *
 * <p>Lives for one call of {@link SagaMachine}; not safe for use by several threads.
 */
final class Deliberation<D> {
  private static final Reason TURNED_ROUND =
      new Reason("TURNED_ROUND", "The saga turned round, so this step was not tried again.");

  private final SagaDefinition<D> definition;
  private final PayloadCodec codec;
  private final long now;
  private final List<SagaEvent> events = new ArrayList<>(4);
  private final List<Effect> effects = new ArrayList<>(2);
  private final Standing before;
  private SagaState state;
  private final Map<String, Object> data = new HashMap<>(4);

  Deliberation(SagaDefinition<D> definition, PayloadCodec codec, SagaState state, long now) {
    this.definition = definition;
    this.codec = codec;
    this.state = state;
    this.before = state.standing();
    this.now = now;
  }

  SagaState state() {
    return state;
  }

  long now() {
    return now;
  }

  /** The data of a saga or sub-saga, read once. */
  <E> E data(Level<E> level) {
    Class<E> type = level.definition().dataType();
    @Nullable Object read = data.get(level.key());
    if (read == null) {
      read = codec.decode(state.data(level.key()), type);
      data.put(level.key(), read);
    }
    return type.cast(read);
  }

  void record(SagaEvent event) {
    events.add(event);
    state = state.apply(event);
  }

  /** A first event, which the state already contains. */
  void recordStart(SagaEvent.SagaStarted event) {
    events.add(event);
  }

  void run(Effect effect) {
    effects.add(effect);
  }

  PayloadCodec codec() {
    return codec;
  }

  <R> R decode(Payload payload, Class<R> type) {
    return codec.decode(payload, type);
  }

  /**
   * Puts folded data in the place of the old; the event that carries them is the caller's to
   * record.
   *
   * <p>They are read back from what is journaled, so a command that is built now is the command
   * that a successor would build.
   */
  <E> Payload replaceData(Level<E> level, E folded) {
    Payload payload = codec.encode(folded, state.bytesKeptBeside(level.key()));
    data.put(level.key(), codec.decode(payload, level.definition().dataType()));
    return payload;
  }

  void park(String step, Direction direction, Reason reason) {
    record(new StepStuck(step, direction, reason));
    run(new Report());
  }

  /** Parks the saga for a reason that lies in no single step. */
  void park(Reason reason) {
    record(new SagaParked(reason));
    run(new Report());
  }

  /**
   * Issues the command, or parks the saga if the definition cannot build it. Whatever a user's
   * function throws is that saga's trouble, and must not stop the shard.
   */
  void issue(StepRun<?> step, Direction direction, int attempt) {
    long dueAt = now + step.exchange(direction).timeout().toMillis();
    if (step.step().isLocal()) {
      record(new CommandIssued(step.key(), direction, attempt, dueAt));
      run(call(step, direction, attempt, dueAt));
      return;
    }
    Payload payload;
    try {
      chooseKey(step, direction);
      payload = build(step, direction);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      park(step.key(), direction, new Reason("COMMAND_NOT_BUILT", e.toString()));
      return;
    }
    record(new CommandIssued(step.key(), direction, attempt, dueAt));
    run(send(step, direction, attempt, payload, dueAt));
  }

  /** The key is asked for by the same address over all attempts, whatever becomes of the data. */
  private <E> void chooseKey(StepRun<E> step, Direction direction) {
    KeyedBy<E> keyedBy = step.exchange(direction).keyedBy();
    if (keyedBy != null && state.key(step.key()) == null) {
      String address = keyedBy.address(step.place().scope(this)).toString();
      record(new KeyChosen(step.key(), address));
    }
  }

  /** The attempt that was issued before; a command is built again. */
  Effect.Attempt again(StepRun<?> step, Direction direction, StepState inFlight) {
    if (step.step().isLocal()) {
      return call(step, direction, inFlight.attempt(), inFlight.dueAt());
    }
    return send(step, direction, inFlight.attempt(), build(step, direction), inFlight.dueAt());
  }

  private RunLocally call(StepRun<?> step, Direction direction, int attempt, long dueAt) {
    return new RunLocally(
        new CommandId(state.sagaId(), step.key(), direction),
        attempt,
        step.exchange(direction).timeout(),
        dueAt);
  }

  private <E> Payload build(StepRun<E> step, Direction direction) {
    return codec.encode(
        Objects.requireNonNull(
            step.exchange(direction).command().apply(step.place().scope(this)),
            "The command's function returned null."));
  }

  private SendCommand send(
      StepRun<?> step, Direction direction, int attempt, Payload payload, long dueAt) {
    String key = state.key(step.key());
    return new SendCommand(
        new CommandId(state.sagaId(), step.key(), direction),
        key == null ? step.step().participant() : key,
        attempt,
        payload,
        step.exchange(direction).timeout(),
        dueAt);
  }

  /**
   * Begins whatever may begin, in the direction in which the saga goes; ends the saga when nothing
   * is left.
   *
   * <p>Nothing is undone while a step is still in flight: what it leaves behind is not known yet.
   */
  void advance() {
    if (state.status() == SagaStatus.RUNNING) {
      boolean done = new Forward(this).carryOn(definition.root(), Level.top(definition));
      endIf(done, SagaStatus.RUNNING, SagaStatus.COMPLETED);
    }
    if (state.status() == SagaStatus.COMPENSATING && !isActing()) {
      boolean undone = new Backward(this).takeBack(definition.root(), Level.top(definition));
      endIf(undone, SagaStatus.COMPENSATING, SagaStatus.COMPENSATED);
    }
  }

  /** True where nothing is undone any more. */
  boolean isDecided() {
    for (StepState step : state.steps()) {
      StepKind kind = definition.step(step.step()).kind();
      if (kind == StepKind.RETRIABLE
          || (kind == StepKind.PIVOT && step.status() == StepStatus.SUCCEEDED)) {
        return true;
      }
    }
    return false;
  }

  /** The pivot whose command may be on its way; null where there is none. */
  @Nullable StepState pivotUnderWay() {
    for (StepState step : state.steps()) {
      boolean issued =
          step.status().inFlight()
              || (step.status() == StepStatus.ACTION_STUCK && step.attempt() > 0);
      if (issued && definition.step(step.step()).kind() == StepKind.PIVOT) {
        return step;
      }
    }
    return null;
  }

  /**
   * Turns the saga round, if it is going forward: no attempt follows one that has failed. One that
   * stands still does so when it goes on.
   */
  void turnRound(Reason reason) {
    if (!state.standing().isForward()) {
      return;
    }
    record(new CompensationStarted(reason));
    for (StepState step : state.steps()) {
      boolean waits = step.status() == StepStatus.ACTING && state.key(step.step()) != null;
      if (waits || step.status() == StepStatus.ACTION_WAITING) {
        record(new StepUnknown(step.step(), TURNED_ROUND));
        KeyRules.settle(this, step.step());
      }
    }
    for (WaitEvent wait : state.openWaits()) {
      record(new WaitEnded(wait.part(), null));
    }
  }

  private boolean isActing() {
    for (StepState step : state.steps()) {
      if (step.status() == StepStatus.ACTING) {
        return true;
      }
    }
    return false;
  }

  private void endIf(boolean nothingLeft, SagaStatus from, SagaStatus to) {
    if (nothingLeft && state.status() == from) {
      record(new SagaEvent.SagaEnded(to));
      farewell().forEach(this::run);
    }
  }

  /** What is left to do when the saga has ended: the world hears of it, and its keys are free. */
  List<Effect> farewell() {
    List<Effect> left = new ArrayList<>(List.of(new Report()));
    left.addAll(KeyRules.farewell(state));
    return left;
  }

  Decision decision() {
    if (state.status() != before.status() || state.standing().parked() != before.parked()) {
      new Notices<>(definition, codec).about(state).ifPresent(effects::add);
    }
    return new Decision(state, events, effects);
  }
}
