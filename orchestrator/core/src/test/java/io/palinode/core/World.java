package io.palinode.core;

import io.palinode.core.Effect.SendCommand;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One moment of one saga and of its participants: what the orchestrator knows, what is true, and
 * how it came to this.
 *
 * <p>Immutable.
 *
 * @param path what happened on the way here, for the text of a failure
 * @param truths what became of each step, by its name
 * @param awaited the only thing the saga waits for, or the report of its end
 */
record World(
    SagaMachine<Journey> machine,
    SagaState state,
    List<SagaEvent> journal,
    Effect awaited,
    Map<String, Truth> truths,
    long now,
    List<String> path) {

  static World begin(SagaMachine<Journey> machine) {
    Decision decision = machine.start("journey-1", Answer.CODEC.encode(Journey.PLANNED), 0);
    return new World(
        machine,
        decision.state(),
        decision.events(),
        only(decision, List.of("started")),
        Map.of(),
        0,
        List.of("started"));
  }

  /** True where nothing more happens by itself. */
  boolean isOver() {
    return state.status().ended() || state.status() == SagaStatus.PARKED;
  }

  /** Every moment that can follow. */
  List<World> next() {
    if (awaited instanceof SetTimer timer) {
      SagaInput input = new TimerFired(timer.step(), timer.direction(), timer.attempt());
      return List.of(after(input, timer.at(), truths, "time for the next attempt"));
    }
    List<World> worlds = new ArrayList<>();
    if (awaited instanceof SendCommand sent) {
      Direction direction = sent.id().direction();
      for (Answer answer : Answer.possible(direction, truth(sent.id().step()))) {
        worlds.add(answered(sent, answer));
      }
    }
    return worlds;
  }

  boolean awaitsReply(String step, Direction direction, int attempt) {
    return awaited instanceof SendCommand sent
        && sent.id().step().equals(step)
        && sent.id().direction() == direction
        && sent.attempt() == attempt;
  }

  boolean awaitsRetry(String step, Direction direction, int attempt) {
    return awaited instanceof SetTimer timer
        && timer.step().equals(step)
        && timer.direction() == direction
        && timer.attempt() == attempt;
  }

  Truth truth(String step) {
    return truths.getOrDefault(step, Truth.UNTOUCHED);
  }

  /** The steps whose compensation was sent, in the order of its first attempt. */
  List<String> undone() {
    return journal.stream()
        .filter(CommandIssued.class::isInstance)
        .map(CommandIssued.class::cast)
        .filter(issued -> issued.direction() == Direction.COMPENSATION && issued.attempt() == 1)
        .map(CommandIssued::step)
        .toList();
  }

  /**
   * How things stand, without how they came to stand so: two worlds with equal keys have equal
   * futures. A settled step's attempts count no longer, and a deadline counts from now.
   */
  Key key() {
    List<StepState> steps =
        state.steps().stream()
            .map(
                step ->
                    step.status().inFlight()
                        ? new StepState(
                            step.step(), step.status(), step.attempt(), step.dueAt() - now)
                        : new StepState(step.step(), step.status(), 0, 0))
            .toList();
    return new Key(state.status(), state.data().text(), steps, truths, undone());
  }

  record Key(
      SagaStatus status,
      String data,
      List<StepState> steps,
      Map<String, Truth> truths,
      List<String> undone) {}

  private World answered(SendCommand sent, Answer answer) {
    String step = sent.id().step();
    Direction direction = sent.id().direction();
    Map<String, Truth> after = new HashMap<>(truths);
    after.put(step, answer.after(direction, truth(step)));
    String what = "%s, attempt %d: %s".formatted(sent.id(), sent.attempt(), answer);
    return answer.silent()
        ? after(new TimerFired(step, direction, sent.attempt()), sent.dueAt(), after, what)
        : after(
            new Replied(step, direction, sent.attempt(), answer.outcome(step)), now, after, what);
  }

  private World after(SagaInput input, long at, Map<String, Truth> after, String what) {
    Decision decision = machine.decide(state, input, at);
    List<SagaEvent> events = new ArrayList<>(journal);
    events.addAll(decision.events());
    List<String> steps = new ArrayList<>(path);
    steps.add(what);
    return new World(
        machine, decision.state(), events, only(decision, steps), Map.copyOf(after), at, steps);
  }

  private static Effect only(Decision decision, List<String> path) {
    if (decision.effects().size() != 1) {
      throw new AssertionError(
          "A sequence waits for one thing at a time, but for %s after %s."
              .formatted(decision.effects(), path));
    }
    return decision.effects().get(0);
  }
}
