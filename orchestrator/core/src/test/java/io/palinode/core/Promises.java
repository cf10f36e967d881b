package io.palinode.core;

import static io.palinode.core.StepStatus.SUCCEEDED;
import static io.palinode.core.StepStatus.UNKNOWN;

import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold in every moment of every saga, whatever its participants answer.
 *
 * @param attempts that a command has at most
 */
record Promises(Itinerary itinerary, int attempts) {
  private static final long A_DAY = 86_400_000;

  /** Checks a moment by itself. */
  void check(World world) {
    SagaState state = world.state();
    equal(world, "the journal, folded", SagaState.fold(state.sagaId(), world.journal()), state);
    equal(
        world,
        "what a successor waits for",
        new HashSet<>(world.machine().pending(state)),
        world.pending());
    equal(world, "something is awaited", world.awaited().isEmpty(), false);
    for (StepState step : state.steps()) {
      equal(world, "attempts of " + step, step.attempt() <= attempts, true);
    }
    Order.check(world, itinerary);
    switch (state.status()) {
      case COMPLETED -> checkCompleted(world);
      case COMPENSATED -> checkCompensated(world);
      case PARKED -> checkParked(world);
      default -> {}
    }
  }

  /** Checks what was decided between two moments. */
  void check(World before, World after) {
    List<SagaEvent> compacted = new ArrayList<>(List.of(new SagaCompacted(before.state())));
    compacted.addAll(after.journal().subList(before.journal().size(), after.journal().size()));
    SagaState folded = SagaState.fold(after.state().sagaId(), compacted);
    equal(after, "the compacted journal", folded, after.state());
    equal(after, "progress", after.journal().size() > before.journal().size(), true);
  }

  /**
   * Whatever is not awaited decides nothing: duplicates, late replies, timers before their time.
   */
  void checkDeaf(World world) {
    itinerary.runs().forEach(run -> checkDeaf(world, run));
    checkDeaf(world, "no-such-leg");
    checkDeaf(world, "leg-1[7]");
  }

  private void checkDeaf(World world, String step) {
    for (Direction direction : Direction.values()) {
      for (int attempt = 0; attempt <= attempts + 1; attempt++) {
        SagaInput timer = new TimerFired(step, direction, attempt);
        boolean reply = world.awaitsReply(step, direction, attempt);
        boolean due = world.state().step(step).dueAt() <= world.now();
        boolean awaited = reply || world.awaitsRetry(step, direction, attempt);
        if (!awaited || !due) {
          ignores(world, timer, world.now());
        }
        if (!awaited) {
          ignores(world, timer, world.now() + A_DAY);
        }
        if (!reply) {
          for (CommandOutcome outcome : Answer.OUTCOMES) {
            ignores(world, new Replied(step, direction, attempt, outcome), world.now());
          }
        }
      }
    }
  }

  private static void ignores(World world, SagaInput input, long now) {
    Decision decision = world.machine().decide(world.state(), input, now);
    if (!decision.isEmpty() || !decision.effects().isEmpty()) {
      fail(world, input + " was not awaited, but decided " + decision);
    }
  }

  private void checkCompleted(World world) {
    Set<String> runs = Set.copyOf(itinerary.runs());
    List<String> succeeded =
        world.journal().stream()
            .filter(StepSucceeded.class::isInstance)
            .map(event -> ((StepSucceeded) event).step())
            .toList();
    equal(world, "the steps that succeeded", Set.copyOf(succeeded), runs);
    equal(world, "how many succeeded", succeeded.size(), runs.size());
    equal(world, "effects", world.truths().values().stream().allMatch(Truth.APPLIED::equals), true);
    Journey journey = Answer.CODEC.decode(world.state().data(), Journey.class);
    equal(world, "the replies folded", journey.travelled(), runs.stream().sorted().toList());
    equal(world, "too many items", itinerary.tooMany(), false);
  }

  private void checkCompensated(World world) {
    List<String> left =
        itinerary.runs().stream()
            .filter(run -> world.machine().definition().step(run).compensation() != null)
            .filter(run -> world.truth(run).mayHaveEffect())
            .toList();
    equal(world, "effects that are left", left, List.of());
    equal(world, "past the decision", isDecided(world), false);
  }

  /** Parked for one of the listed reasons, and no other. */
  private void checkParked(World world) {
    List<StepState> stuck =
        world.state().steps().stream()
            .filter(
                step ->
                    step.status() == StepStatus.ACTION_STUCK
                        || step.status() == StepStatus.UNDO_STUCK)
            .toList();
    if (itinerary.tooMany() && stuck.isEmpty()) {
      equal(world, "past the decision", isDecided(world), true);
      return;
    }
    equal(world, "the steps that are stuck", stuck.size(), 1);
    StepState step = stuck.get(0);
    boolean listed =
        step.status() == StepStatus.UNDO_STUCK
            ? step.attempt() == attempts
            : switch (world.machine().definition().step(step.step()).kind()) {
              case PIVOT -> world.truth(step.step()).mayHaveEffect();
              case RETRIABLE -> true;
              case COMPENSATABLE -> false;
            };
    if (!listed) {
      fail(world, "parked without a reason, by " + step);
    }
  }

  /** True once the pivot has succeeded or a retriable step has begun. */
  static boolean isDecided(World world) {
    return world.state().steps().stream()
        .anyMatch(
            step ->
                switch (world.machine().definition().step(step.step()).kind()) {
                  case PIVOT -> step.status() == SUCCEEDED || step.status() == UNKNOWN;
                  case RETRIABLE -> true;
                  case COMPENSATABLE -> false;
                });
  }

  static void equal(World world, String what, Object is, Object expected) {
    if (!is.equals(expected)) {
      fail(world, "%s is%n    %s%n  expected%n    %s".formatted(what, is, expected));
    }
  }

  static void fail(World world, String what) {
    throw new AssertionError(
        "In %s, after%n    %s:%n  %s"
            .formatted(
                world.machine().definition().root().outline(),
                String.join("%n    ".formatted(), world.path()),
                what));
  }
}
