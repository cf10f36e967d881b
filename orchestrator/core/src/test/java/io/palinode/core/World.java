package io.palinode.core;

import io.palinode.core.Effect.Attempt;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One moment of one saga and of its participants: what the orchestrator knows, what is true, and
 * how it came to this.
 *
 * <p>Immutable.
 *
 * @param path what happened on the way here, for the text of a failure
 * @param truths what became of each run of a step, by its key
 * @param awaited the commands and retries that the saga waits for, and reports
 */
record World(
    SagaMachine<Journey> machine,
    SagaState state,
    List<SagaEvent> journal,
    List<Effect> awaited,
    Map<String, Truth> truths,
    long now,
    List<String> path) {

  static World begin(SagaMachine<Journey> machine, Journey journey) {
    Decision decision = machine.start("journey-1", Answer.CODEC.encode(journey), 0);
    return new World(
        machine,
        decision.state(),
        decision.events(),
        decision.effects(),
        Map.of(),
        0,
        List.of("started, wishing " + journey.wish()));
  }

  /** True where nothing more happens by itself. */
  boolean isOver() {
    return state.status().ended() || state.status() == SagaStatus.PARKED;
  }

  /** Every moment that can follow. */
  List<World> next() {
    List<World> worlds = new ArrayList<>();
    if (isOver()) {
      return worlds;
    }
    for (Effect effect : awaited) {
      if (effect instanceof SetTimer timer) {
        worlds.add(after(effect, timer.input(), timer.at(), truths, "time for " + timer));
      } else if (effect instanceof Attempt sent) {
        Direction direction = sent.id().direction();
        for (Answer answer : Answer.possible(direction, truth(sent.id().step()))) {
          worlds.add(answered(sent, answer));
        }
      }
    }
    return worlds;
  }

  boolean awaitsReply(String step, Direction direction, int attempt) {
    return awaited.stream()
        .anyMatch(
            effect ->
                effect instanceof Attempt sent
                    && sent.id().step().equals(step)
                    && sent.id().direction() == direction
                    && sent.attempt() == attempt);
  }

  boolean awaitsRetry(String step, Direction direction, int attempt) {
    return awaited.stream()
        .anyMatch(
            effect ->
                effect instanceof SetTimer timer
                    && timer.input().equals(new TimerFired(step, direction, attempt)));
  }

  Truth truth(String step) {
    return truths.getOrDefault(step, Truth.UNTOUCHED);
  }

  /**
   * How things stand, without how they came to stand so: two worlds with equal keys have equal
   * futures. A settled step's attempts count no longer, and a deadline may pass whatever the clock
   * says, as long as the clock then says no less.
   */
  Key key() {
    Set<StepState> steps = new HashSet<>();
    for (StepState step : state.steps()) {
      int attempt = step.status().inFlight() ? step.attempt() : 0;
      steps.add(new StepState(step.step(), step.status(), attempt, 0));
    }
    return new Key(state.status(), state.data().text(), steps, truths, Set.copyOf(state.path()));
  }

  record Key(
      SagaStatus status,
      String data,
      Set<StepState> steps,
      Map<String, Truth> truths,
      Set<SagaEvent.PathEvent> path) {}

  private World answered(Attempt sent, Answer answer) {
    String step = sent.id().step();
    Direction direction = sent.id().direction();
    Map<String, Truth> after = new HashMap<>(truths);
    after.put(step, answer.after(direction, truth(step)));
    String what = "%s, attempt %d: %s".formatted(sent.id(), sent.attempt(), answer);
    return answer.silent()
        ? after(sent, new TimerFired(step, direction, sent.attempt()), sent.dueAt(), after, what)
        : after(
            sent,
            new Replied(step, direction, sent.attempt(), answer.outcome(step)),
            now,
            after,
            what);
  }

  private World after(
      Effect settled, SagaInput input, long at, Map<String, Truth> after, String what) {
    long then = Math.max(now, at);
    Decision decision = machine.decide(state, input, then);
    List<SagaEvent> events = new ArrayList<>(journal);
    events.addAll(decision.events());
    List<Effect> waiting = new ArrayList<>(awaited);
    waiting.remove(settled);
    waiting.removeIf(effect -> effect instanceof SetTimer timer && givenUp(decision, timer));
    waiting.addAll(decision.effects());
    List<String> steps = new ArrayList<>(path);
    steps.add(what);
    return new World(machine, decision.state(), events, waiting, Map.copyOf(after), then, steps);
  }

  private static boolean givenUp(Decision decision, SetTimer timer) {
    return decision.events().stream()
        .anyMatch(
            event ->
                event instanceof StepUnknown unknown
                    && unknown.step().equals(timer.input().about()));
  }

  /** What a successor would have to wait for. */
  Set<Effect> pending() {
    return awaited.stream().map(this::ifParked).collect(Collectors.toSet());
  }

  /** A parked saga sends nothing again, and keeps its deadlines. */
  private Effect ifParked(Effect effect) {
    return effect instanceof Attempt sent && state.status() == SagaStatus.PARKED
        ? new SetTimer(sent.id().step(), sent.id().direction(), sent.attempt(), sent.dueAt())
        : effect;
  }
}
