package io.palinode.core;

import static io.palinode.core.StepStatus.PENDING;
import static io.palinode.core.StepStatus.SUCCEEDED;
import static io.palinode.core.StepStatus.UNKNOWN;

import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What must hold in every moment of every saga, whatever its participants answer.
 *
 * @param attempts that a command has at most
 */
record Promises(int attempts) {
  private static final long A_DAY = 86_400_000;

  /** Checks a moment by itself. */
  void check(World world) {
    SagaState state = world.state();
    equal(world, "the journal, folded", SagaState.fold(state.sagaId(), world.journal()), state);
    equal(
        world,
        "what a successor waits for",
        world.machine().pending(state),
        List.of(world.awaited()));
    checkUndoing(world);
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
    if (progress(after) <= progress(before)) {
      fail(after, "no progress since " + before.state());
    }
  }

  /**
   * Whatever is not awaited decides nothing: duplicates, late replies, timers before their time.
   */
  void checkDeaf(World world) {
    for (Step<Journey> step : world.machine().definition().steps()) {
      checkDeaf(world, step.name());
    }
    checkDeaf(world, "no-such-leg");
  }

  private void checkDeaf(World world, String step) {
    for (Direction direction : Direction.values()) {
      for (int attempt = 0; attempt <= attempts + 1; attempt++) {
        SagaInput timer = new TimerFired(step, direction, attempt);
        boolean reply = world.awaitsReply(step, direction, attempt);
        ignores(world, timer, world.now());
        if (!reply && !world.awaitsRetry(step, direction, attempt)) {
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

  /** A number that every decision raises, so that a saga comes to its end. */
  private int progress(World world) {
    if (world.isOver()) {
      return Integer.MAX_VALUE;
    }
    List<StepState> flying =
        world.state().steps().stream().filter(step -> step.status().inFlight()).toList();
    equal(world, "the steps in flight", flying.size(), 1);
    StepState step = flying.get(0);
    int legs = world.machine().definition().steps().size();
    int leg = Integer.parseInt(step.step().substring("leg-".length()));
    boolean forward = world.state().status() == SagaStatus.RUNNING;
    if (step.attempt() > attempts) {
      fail(world, "one attempt too many: " + step);
    }
    boolean waits =
        step.status() == StepStatus.ACTION_WAITING || step.status() == StepStatus.UNDO_WAITING;
    int way = forward ? leg : 2 * legs + 1 - leg;
    return (way * (attempts + 1) + step.attempt()) * 2 + (waits ? 1 : 0);
  }

  private static void checkUndoing(World world) {
    List<String> owed = new ArrayList<>(effects(world));
    Collections.reverse(owed);
    List<String> undone = world.undone();
    if (undone.size() > owed.size() || !undone.equals(owed.subList(0, undone.size()))) {
      fail(world, "undone was %s; expected the beginning of %s".formatted(undone, owed));
    }
    List<String> acknowledged =
        steps(world, StepCompensated.class).stream().filter(undone::contains).toList();
    int open = world.state().status() == SagaStatus.COMPENSATED ? 0 : 1;
    if (!undone.subList(0, acknowledged.size()).equals(acknowledged)
        || undone.size() - acknowledged.size() > open) {
      fail(world, "sent %s to undo, but was told of %s".formatted(undone, acknowledged));
    }
    if (isDecided(world) && world.state().status() != SagaStatus.PARKED) {
      equal(world, "what is undone after the decision", undone, List.of());
    }
  }

  private static void checkCompleted(World world) {
    List<String> legs = world.machine().definition().steps().stream().map(Step::name).toList();
    equal(world, "the steps that succeeded", steps(world, StepSucceeded.class), legs);
    equal(world, "the truth", Set.copyOf(world.truths().values()), Set.of(Truth.APPLIED));
    Journey journey = Answer.CODEC.decode(world.state().data(), Journey.class);
    equal(world, "the replies folded", journey.travelled(), legs);
  }

  private static void checkCompensated(World world) {
    List<String> owed = new ArrayList<>(effects(world));
    Collections.reverse(owed);
    equal(world, "undone in the end", world.undone(), owed);
    List<String> left =
        world.machine().definition().steps().stream()
            .filter(step -> step.compensation() != null)
            .map(Step::name)
            .filter(name -> world.truth(name).mayHaveEffect())
            .toList();
    equal(world, "effects that are left", left, List.of());
    equal(world, "past the decision", isDecided(world), false);
  }

  /** Parked for one of three reasons, and no other. */
  private void checkParked(World world) {
    List<StepState> stuck =
        world.state().steps().stream()
            .filter(
                step ->
                    step.status() == StepStatus.ACTION_STUCK
                        || step.status() == StepStatus.UNDO_STUCK)
            .toList();
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

  /** The steps that have, or may have, an effect that can be undone; oldest first. */
  private static List<String> effects(World world) {
    return world.journal().stream()
        .filter(event -> event instanceof StepSucceeded || event instanceof StepUnknown)
        .map(event -> ((StepEvent) event).step())
        .filter(name -> world.machine().definition().step(name).compensation() != null)
        .toList();
  }

  private static <E extends StepEvent> List<String> steps(World world, Class<E> type) {
    return world.journal().stream()
        .filter(type::isInstance)
        .map(event -> type.cast(event).step())
        .toList();
  }

  /** True once the pivot has succeeded or a retriable step has begun. */
  private static boolean isDecided(World world) {
    return world.machine().definition().steps().stream()
        .anyMatch(
            step -> {
              StepStatus status = world.state().step(step.name()).status();
              return switch (step.kind()) {
                case PIVOT -> status == SUCCEEDED || status == UNKNOWN;
                case RETRIABLE -> status != PENDING;
                case COMPENSATABLE -> false;
              };
            });
  }

  private static void equal(World world, String what, Object is, Object expected) {
    if (!is.equals(expected)) {
      fail(world, "%s is%n    %s%n  expected%n    %s".formatted(what, is, expected));
    }
  }

  private static void fail(World world, String what) {
    throw new AssertionError(
        "In %s, after%n    %s:%n  %s"
            .formatted(
                world.machine().definition().name(),
                String.join("%n    ".formatted(), world.path()),
                what));
  }
}
