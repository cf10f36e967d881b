package io.palinode.core;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Exchange;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: the events and effects so far, and the state they lead to.
 *
 * <p>Lives for one call of {@link SagaMachine}; not safe for use by several threads.
 */
final class Deliberation<D> {
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
   */
  Payload replaceData(D folded) {
    Payload payload = codec.encode(folded);
    data = folded;
    return payload;
  }

  void park(String step, Direction direction, Reason reason) {
    record(new StepStuck(step, direction, reason));
    run(new Report());
  }

  /** Issues the command, or parks the saga if the definition cannot build it. */
  void issue(Step<D> step, Direction direction, int attempt) {
    Exchange<D> exchange = SagaMachine.exchange(step, direction);
    Payload payload;
    try {
      payload = codec.encode(exchange.command().apply(data()));
    } catch (RuntimeException e) {
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
   */
  void advance() {
    if (state.status() == SagaStatus.RUNNING) {
      for (Step<D> step : Plan.ready(definition.root(), state)) {
        issue(step, Direction.ACTION, 1);
      }
      endIf(Plan.done(definition.root(), state), SagaStatus.RUNNING, SagaStatus.COMPLETED);
    } else if (state.status() == SagaStatus.COMPENSATING) {
      for (Step<D> step : Plan.undoable(definition.root(), state)) {
        issue(step, Direction.COMPENSATION, 1);
      }
      endIf(Plan.undone(definition.root(), state), SagaStatus.COMPENSATING, SagaStatus.COMPENSATED);
    }
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
