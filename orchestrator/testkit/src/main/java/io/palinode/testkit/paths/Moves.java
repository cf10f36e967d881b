package io.palinode.testkit.paths;

import io.palinode.core.Decision;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.testkit.paths.Answer.Kind;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can happen next at a moment.
 *
 * <p>A move without a fault is free; one with a fault is made while the path may have more of them.
 */
final class Moves {
  private final SagaMachine<?> machine;
  private final Replies replies;
  private final Rules rules;
  private final Requests requests;
  private final Times times;
  private final int faults;

  /**
   * The moves of one saga.
   *
   * @param faults how many a path may have
   */
  Moves(SagaMachine<?> machine, Replies replies, Rules rules, int faults) {
    this.machine = machine;
    this.replies = replies;
    this.rules = rules;
    this.requests = new Requests(machine, rules);
    this.times = new Times(machine, rules);
    this.faults = faults;
  }

  /**
   * The first moment: the saga is started.
   *
   * @param now in milliseconds since 1970
   */
  Moment first(String sagaId, Payload data, long now) {
    Decision decision = machine.start(sagaId, data, now);
    SagaState begun = SagaState.fold(sagaId, decision.events().subList(0, 1));
    Trail trail = Trail.begin("saga '" + sagaId + "'");
    Moment nothing = new Moment(begun, List.of(), World.EMPTY, now, trail);
    return decided(nothing, decision, now, "it is started", null);
  }

  /**
   * Gives every next moment.
   *
   * @param next takes a moment, and the fault that led to it if one did
   */
  void from(Moment moment, BiConsumer<Moment, @Nullable Fault> next) {
    if (!moment.isHalted()) {
      moment.state().steps().forEach(step -> pass(moment, step, next));
      times.from(moment, mayFail(moment), next);
    }
    requests.from(moment, mayFail(moment), next);
    moment.world().answers().forEach(answer -> deliver(moment, answer, next));
    moment.world().commands().forEach(command -> receive(moment, command, next));
    if (mayFail(moment) && !moment.state().status().ended()) {
      next.accept(crash(moment), Fault.CRASH);
    }
  }

  private boolean mayFail(Moment moment) {
    return moment.trail().faults() < faults;
  }

  private void receive(Moment moment, Sent command, BiConsumer<Moment, @Nullable Fault> next) {
    Direction direction = command.id().direction();
    Kind bound = moment.world().memory(command.id().step()).bound(direction);
    next.accept(answer(moment, command, bound == null ? Kind.SUCCEEDED : bound, null), null);
    if (bound == null && mayFail(moment)) {
      if (direction == Direction.ACTION) {
        next.accept(answer(moment, command, Kind.REJECTED, Fault.REJECTION), Fault.REJECTION);
      }
      if (!isKey(command.id().step())) {
        next.accept(answer(moment, command, Kind.TRY_AGAIN, Fault.TRY_AGAIN), Fault.TRY_AGAIN);
        next.accept(busy(moment, command), Fault.BUSY);
      }
    }
  }

  /** A business key gives itself or is refused, now or later; it is asked without end. */
  private boolean isKey(String step) {
    return machine.definition().step(step).keyedBy() != null;
  }

  /** Every attempt that is left is answered "try again"; the last answer is still on its way. */
  private Moment busy(Moment moment, Sent command) {
    String name = command.id().step();
    Sent last = command;
    Moment busy = answer(moment, last, Kind.TRY_AGAIN, Fault.BUSY);
    while (true) {
      Answer answer = new Answer(last.id(), last.attempt(), Kind.TRY_AGAIN);
      Moment heard = taken(hear(busy, answer, " arrives", null), answer);
      StepState step = heard.state().step(name);
      boolean again = isWaiting(step) && direction(step) == last.id().direction();
      if (heard.isHalted() || heard.isOver() || !again) {
        return busy;
      }
      last = new Sent(last.id(), step.attempt() + 1);
      busy = answer(fire(heard, step, null), last, Kind.TRY_AGAIN, null);
    }
  }

  private static Moment answer(Moment moment, Sent command, Kind kind, @Nullable Fault fault) {
    return moment.then(
        moment.world().answering(command, kind),
        "%s is received and answered: %s".formatted(command, kind.words()),
        fault);
  }

  private void deliver(Moment moment, Answer answer, BiConsumer<Moment, @Nullable Fault> next) {
    next.accept(taken(hear(moment, answer, " arrives", null), answer), null);
    if (mayFail(moment)) {
      Moment again = hear(moment, answer, " arrives, and will again", Fault.DUPLICATE);
      next.accept(again, Fault.DUPLICATE);
    }
  }

  private Moment hear(Moment moment, Answer answer, String how, @Nullable Fault fault) {
    String step = answer.id().step();
    Direction direction = answer.id().direction();
    Replied replied =
        new Replied(step, direction, answer.attempt(), answer.outcome(replies.to(step, direction)));
    Decision decision = machine.decide(moment.state(), replied, moment.now());
    return decided(moment, decision, moment.now(), answer + how, fault);
  }

  private static Moment taken(Moment moment, Answer answer) {
    return new Moment(
        moment.state(),
        moment.journal(),
        moment.world().without(answer),
        moment.now(),
        moment.trail());
  }

  /** Time passes until something is due for the step. */
  private void pass(Moment moment, StepState step, BiConsumer<Moment, @Nullable Fault> next) {
    if (isWaiting(step)) {
      next.accept(fire(moment, step, null), null);
    } else if (step.status().inFlight() && mayFail(moment)) {
      Moment late = fire(moment, step, Fault.LATE);
      next.accept(late, Fault.LATE);
      if (!isKey(step.step())) {
        next.accept(silent(late, step.step(), direction(step)), Fault.SILENCE);
      }
    }
  }

  /** Every attempt that is left goes by without a reply. */
  private Moment silent(Moment late, String name, Direction direction) {
    Moment moment = late;
    StepState step = moment.state().step(name);
    while (step.status().inFlight() && direction(step) == direction && !moment.isOver()) {
      moment = fire(moment, step, null);
      step = moment.state().step(name);
    }
    return moment;
  }

  private Moment fire(Moment moment, StepState step, @Nullable Fault fault) {
    long at = Math.max(moment.now(), step.dueAt());
    TimerFired timer = new TimerFired(step.step(), direction(step), step.attempt());
    String what =
        "%s/%s, attempt %d: %s"
            .formatted(
                step.step(),
                direction(step).word(),
                step.attempt(),
                isWaiting(step) ? "the wait is over" : "no reply in time");
    return decided(moment, machine.decide(moment.state(), timer, at), at, what, fault);
  }

  /** Another owner folds the journal, and sends again what the saga waits for. */
  private Moment crash(Moment moment) {
    SagaState state = SagaState.fold(moment.state().sagaId(), moment.journal());
    rules.checkReplay(moment, state);
    List<Sent> again = rules.pending(moment, machine).stream().map(Sent::of).toList();
    String what = "the orchestrator crashes; its successor sends again " + again;
    return moment.then(moment.world().sending(again), what, Fault.CRASH);
  }

  private Moment decided(
      Moment before, Decision decision, long at, String what, @Nullable Fault fault) {
    Moment after = before.then(decision, at, what, fault);
    rules.checkDecided(machine, before, decision, after);
    return after;
  }

  private static boolean isWaiting(StepState step) {
    return step.status() == StepStatus.ACTION_WAITING || step.status() == StepStatus.UNDO_WAITING;
  }

  private static Direction direction(StepState step) {
    return step.status() == StepStatus.ACTING || step.status() == StepStatus.ACTION_WAITING
        ? Direction.ACTION
        : Direction.COMPENSATION;
  }
}
