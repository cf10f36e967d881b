package io.palinode.core;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Exchange;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Scope;
import io.palinode.saga.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: the events and effects so far, and the state they lead to.
 *
 * <p>Lives for one call of {@link SagaMachine}; not safe for use by several threads.
 */
final class Deliberation<D> {
  private static final Reason TURNED_ROUND =
      new Reason("TURNED_ROUND", "Another step failed, so this one was not tried again.");

  private final SagaDefinition<D> definition;
  private final PayloadCodec codec;
  private final long now;
  private final List<SagaEvent> events = new ArrayList<>(4);
  private final List<Effect> effects = new ArrayList<>(2);
  private SagaState state;
  private @Nullable D data;

  Deliberation(SagaDefinition<D> definition, PayloadCodec codec, SagaState state, long now) {
    this.definition = definition;
    this.codec = codec;
    this.state = state;
    this.now = now;
  }

  SagaState state() {
    return state;
  }

  long now() {
    return now;
  }

  /** The saga's data, read once. */
  D data() {
    if (data == null) {
      data = codec.decode(state.data(), definition.dataType());
    }
    return data;
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
  Payload replaceData(D folded) {
    Payload payload = codec.encode(folded);
    data = codec.decode(payload, definition.dataType());
    return payload;
  }

  void park(String step, Direction direction, Reason reason) {
    record(new StepStuck(step, direction, reason));
    run(new Report());
  }

  /**
   * Issues the command, or parks the saga if the definition cannot build it. Whatever a user's
   * function throws is that saga's trouble, and must not stop the shard.
   */
  void issue(Step<D> step, Direction direction, int attempt) {
    Exchange<D> exchange = SagaMachine.exchange(step, direction);
    Payload payload;
    try {
      payload =
          codec.encode(
              Objects.requireNonNull(
                  exchange.command().apply(Scope.of(data())),
                  "The command's function returned null."));
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      park(step.name(), direction, new Reason("COMMAND_NOT_BUILT", e.toString()));
      return;
    }
    long dueAt = now + exchange.timeout().toMillis();
    record(new CommandIssued(step.name(), direction, attempt, dueAt));
    CommandId id = new CommandId(state.sagaId(), step.name(), direction);
    run(new SendCommand(id, step.participant(), attempt, payload, exchange.timeout(), dueAt));
  }

  /**
   * Begins whatever may begin, in the direction in which the saga goes; ends the saga when nothing
   * is left.
   *
   * <p>Nothing is undone while a step is still in flight: what it leaves behind is not known yet.
   */
  void advance() {
    if (state.status() == SagaStatus.RUNNING) {
      boolean done = new Forward<>(this).carryOn(definition.root());
      endIf(done, SagaStatus.RUNNING, SagaStatus.COMPLETED);
    } else if (state.status() == SagaStatus.COMPENSATING && !isActing()) {
      boolean undone = new Backward<>(this).takeBack(definition.root());
      endIf(undone, SagaStatus.COMPENSATING, SagaStatus.COMPENSATED);
    }
  }

  /** Turns the saga round, if it is going forward: no attempt follows one that has failed. */
  void turnRound(Reason reason) {
    if (state.status() != SagaStatus.RUNNING) {
      return;
    }
    record(new CompensationStarted(reason));
    for (StepState step : state.steps()) {
      if (step.status() == StepStatus.ACTION_WAITING) {
        record(new StepUnknown(step.step(), TURNED_ROUND));
      }
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
      run(new Report());
    }
  }

  Decision decision() {
    return new Decision(state, events, effects);
  }
}
