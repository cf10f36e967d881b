package io.palinode.chaos.saga;

import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import io.palinode.saga.StepKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The ways in which a saga of a script may come to rest, whatever faults it meets.
 *
 * <p>There is one way, unless a hasty step is among those that are reached, which may be given up,
 * with an effect or without; or it must give way where another saga has its turn; or somebody may
 * cancel it.
 *
 * <p>Lives for one call.
 */
public final class Prospects {
  private final List<? extends Step<?>> steps;
  private final Script script;
  private final boolean cancelled;
  private final Set<SagaStatus> ways = EnumSet.noneOf(SagaStatus.class);

  private Prospects(SagaDefinition<Errand> saga, Script script, boolean cancelled) {
    this.steps = saga.steps();
    this.script = script;
    this.cancelled = cancelled;
  }

  /**
   * The ways of a saga with this script.
   *
   * @param cancelled true if somebody asked for that, at any time
   */
  public static Set<SagaStatus> of(SagaDefinition<Errand> saga, Script script, boolean cancelled) {
    var prospects = new Prospects(saga, script, cancelled);
    prospects.goForward();
    return prospects.ways;
  }

  private void goForward() {
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      boolean decided = step.kind() == StepKind.RETRIABLE;
      if (cancelled && step.kind() == StepKind.COMPENSATABLE) {
        turnRound(i, true);
      }
      switch (script.action(step.name())) {
        case WILLING, BUSY, SLOW -> {
          if (Errands.hasty(step) || Errands.givesWay(step)) {
            turnRound(i, true);
          }
        }
        case REFUSING -> {
          end(i, decided);
          return;
        }
        case UNABLE, MUTE -> {
          end(i, decided || step.kind() == StepKind.PIVOT);
          return;
        }
      }
    }
    ways.add(SagaStatus.COMPLETED);
  }

  private void end(int at, boolean parks) {
    if (parks) {
      ways.add(SagaStatus.PARKED);
    } else {
      turnRound(at, false);
    }
  }

  private void turnRound(int at, boolean perhapsWithEffect) {
    if (perhapsWithEffect && cannotBeUndone(steps.get(at))) {
      ways.add(SagaStatus.PARKED);
    }
    boolean parks = steps.subList(0, at).stream().anyMatch(this::cannotBeUndone);
    ways.add(parks ? SagaStatus.PARKED : SagaStatus.COMPENSATED);
  }

  private boolean cannotBeUndone(Step<?> step) {
    var mood = script.undo(step.name());
    return step.compensation() != null && (mood == Mood.UNABLE || mood == Mood.REFUSING);
  }
}
