package io.palinode.testkit.paths;

import io.palinode.core.Decision;
import io.palinode.core.Effect.Attempt;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEvent;
import io.palinode.core.SagaState;
import io.palinode.core.StepState;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a saga and its world, and how it came to it.
 *
 * <p>Immutable.
 *
 * @param journal every event so far
 * @param now virtual time, in milliseconds
 */
record Moment(SagaState state, List<SagaEvent> journal, World world, long now, Trail trail) {

  /** True where the orchestrator waits for nothing. */
  boolean isOver() {
    return state.status().ended() || state.status() == SagaStatus.PARKED;
  }

  /** True where the orchestrator takes in replies and does nothing else. */
  boolean isHalted() {
    return state.status().halted();
  }

  /** True where nothing is on its way any more either. */
  boolean isQuiet() {
    return isOver() && world.isQuiet();
  }

  /** The moment after a change of the world that the orchestrator does not see. */
  Moment then(World changed, String what, @Nullable Fault fault) {
    return new Moment(state, journal, changed, now, trail.then(what, fault));
  }

  /** The moment after a decision, with its commands on their way. */
  Moment then(Decision decision, long at, String what, @Nullable Fault fault) {
    List<Sent> sent =
        decision.effects().stream()
            .filter(Attempt.class::isInstance)
            .map(effect -> Sent.of((Attempt) effect))
            .toList();
    List<SagaEvent> longer = new ArrayList<>(journal);
    longer.addAll(decision.events());
    String told = decision.isEmpty() ? what + " - and changes nothing" : what;
    return new Moment(
        decision.state(),
        longer,
        world.sending(sent),
        at,
        trail.then(sent.isEmpty() ? told : told + "; sent is " + sent, fault));
  }

  /** How things stand, without how they came to stand so: equal keys have equal futures. */
  Key key() {
    List<StepState> steps =
        state.steps().stream()
            .map(step -> new StepState(step.step(), step.status(), attempt(step), 0))
            .toList();
    return new Key(
        state.status(),
        state.standing().heading(),
        state.deadline() != SagaState.NO_DEADLINE,
        state.data().text(),
        steps,
        whenever(state.path()),
        world,
        trail.faults());
  }

  /** The path without the times at which waits end. */
  private static List<PathEvent> whenever(List<PathEvent> path) {
    return path.stream()
        .map(event -> event instanceof WaitEvent wait ? new WaitBegun(wait.part(), 0) : event)
        .toList();
  }

  private static int attempt(StepState step) {
    return step.status().inFlight() ? step.attempt() : 0;
  }

  record Key(
      SagaStatus status,
      SagaStatus heading,
      boolean hasDeadline,
      String data,
      List<StepState> steps,
      List<PathEvent> path,
      World world,
      int faults) {}
}
