package io.palinode.chaos.saga;

import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import io.palinode.saga.StepKind;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Draws a script for a saga: about half of them go well, the others are turned round, and one in
 * forty parks. One that takes turns never parks, since it would keep all the others waiting.
 *
 * <p>The same random numbers give the same script.
 */
public final class Plot {
  private final SagaDefinition<Errand> saga;
  private final SplittableRandom random;

  private Plot(SagaDefinition<Errand> saga, SplittableRandom random) {
    this.saga = saga;
    this.random = random;
  }

  public static Script draw(SagaDefinition<Errand> saga, SplittableRandom random) {
    var plot = new Plot(saga, random);
    Script script;
    do {
      script = plot.someAreBusy(plot.turningPoint());
    } while (Errands.takesTurns(saga)
        && Prospects.of(saga, script, true).contains(SagaStatus.PARKED));
    return script;
  }

  private Script turningPoint() {
    int chance = random.nextInt(1_000);
    if (chance < 220) {
      return at(Plot::mayRefuse, Mood.REFUSING, Script.WILLING);
    } else if (chance < 260) {
      return at(Plot::undoable, Mood.UNABLE, Script.WILLING);
    } else if (chance < 300) {
      return at(Errands::hasty, Mood.MUTE, Script.WILLING); // the patient would wait for minutes
    } else if (chance < 306) {
      return at(Errands::hasty, Mood.SLOW, Script.WILLING);
    } else if (chance < 312) {
      return at(Predicate.not(Plot::undoable), Mood.UNABLE, Script.WILLING);
    } else if (chance < 318) {
      return at(step -> step.kind() == StepKind.RETRIABLE, Mood.REFUSING, Script.WILLING);
    } else if (chance < 340) {
      return stuckOnTheWayBack();
    }
    return Script.WILLING;
  }

  private Script stuckOnTheWayBack() {
    var refused = at(Plot::mayRefuse, Mood.REFUSING, Script.WILLING);
    var undoable = steps(step -> step.compensation() != null && !Errands.hasty(step));
    return undoable.isEmpty()
        ? refused
        : refused.withUndo(any(undoable), random.nextBoolean() ? Mood.UNABLE : Mood.REFUSING);
  }

  private Script someAreBusy(Script script) {
    var result = script;
    for (var step : errands()) {
      if (random.nextInt(12) == 0 && script.action(step.name()) == Mood.WILLING) {
        result = result.withAction(step.name(), Mood.BUSY);
      }
      if (random.nextInt(12) == 0 && script.undo(step.name()) == Mood.WILLING) {
        result = result.withUndo(step.name(), Mood.BUSY);
      }
    }
    return result;
  }

  private Script at(Predicate<Step<?>> where, Mood mood, Script script) {
    var candidates = steps(where);
    return candidates.isEmpty() ? script : script.withAction(any(candidates), mood);
  }

  private List<String> steps(Predicate<Step<?>> which) {
    return errands().stream().filter(which).map(Step::name).toList();
  }

  private List<? extends Step<?>> errands() {
    return saga.steps().stream().filter(Errands::isErrand).toList();
  }

  private String any(List<String> steps) {
    return steps.get(random.nextInt(steps.size()));
  }

  private static boolean mayRefuse(Step<?> step) {
    return step.kind() != StepKind.RETRIABLE;
  }

  private static boolean undoable(Step<?> step) {
    return step.kind() == StepKind.COMPENSATABLE;
  }
}
