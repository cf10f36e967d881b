package io.palinode.core;

import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.message.SagaStatus;
import io.palinode.message.StepKey;
import io.palinode.saga.Choice;
import io.palinode.saga.Outline;
import io.palinode.saga.OutlinePlace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has begun in a saga, looked up in two versions of its definition.
 *
 * <p>A kind of part that is not known here may not change at all once it has begun.
 *
 * <p>Lives for one question.
 */
final class BegunParts {
  private static final String NONE = "none";

  private final Map<String, OutlinePlace> before;
  private final Map<String, OutlinePlace> now;
  private final SagaState state;
  private final List<String> obstacles = new ArrayList<>();

  BegunParts(Outline before, Outline now, SagaState state) {
    this.before = OutlinePlace.allIn(before);
    this.now = OutlinePlace.allIn(now);
    this.state = state;
  }

  /** What is in the way of going on under the newer version, a sentence each. */
  List<String> obstacles() {
    Set<String> begun = new LinkedHashSet<>();
    for (PathEvent event : state.path()) {
      begun.add(StepKey.path(event.part()));
    }
    for (StepState step : state.steps()) {
      begun.add(leaf(StepKey.path(step.step())));
    }
    begun.forEach(this::compare);
    if (obstacles.isEmpty()) {
      compareOrder(begun);
      compareBranches();
    }
    return obstacles;
  }

  /** The key of a step, which may have the name of the choice that guards it. */
  private String leaf(String path) {
    String guarded = "%s/%s/%s".formatted(path, Choice.YES, StepKey.name(path));
    return before.containsKey(guarded) ? guarded : path;
  }

  private void compare(String key) {
    OutlinePlace then = before.get(key);
    OutlinePlace moved = now.get(key);
    if (then == null) {
      obstacles.add("'%s' has begun, and no version is known that has it".formatted(key));
    } else if (moved == null) {
      obstacles.add(
          "%s has begun, and the new version does not have it".formatted(then.part().title()));
    } else if (!then.part().kind().equals(moved.part().kind())) {
      obstacles.add(
          "'%s' was a %s and is a %s"
              .formatted(then.part().name(), then.part().kind(), moved.part().kind()));
    } else if (!then.chain().equals(moved.chain())) {
      obstacles.add(
          "%s has begun %s, and stands %s"
              .formatted(then.part().title(), around(then), around(moved)));
    } else {
      compareFacts(then.part(), moved.part());
    }
  }

  private void compareFacts(Outline then, Outline moved) {
    switch (then.kind()) {
      case Outline.STEP -> {
        compareFact(Outline.PARTICIPANT, then, moved);
        compareFact(Outline.MARK, then, moved);
        compareCompensation(then, moved);
      }
      case Outline.SAGA -> compareFact("definition", then, moved);
      case Outline.CHOICE, Outline.FOR_EACH, Outline.LOCK -> {}
      default -> {
        Set<String> facts = new LinkedHashSet<>(then.facts().keySet());
        facts.addAll(moved.facts().keySet());
        facts.forEach(fact -> compareFact(fact, then, moved));
      }
    }
  }

  private void compareFact(String fact, Outline then, Outline moved) {
    String old = then.facts().getOrDefault(fact, NONE);
    String come = moved.facts().getOrDefault(fact, NONE);
    if (!old.equals(come)) {
      obstacles.add(
          "%s has begun, and its %s was %s and is %s".formatted(then.title(), fact, old, come));
    }
  }

  private void compareCompensation(Outline then, Outline moved) {
    boolean had = then.facts().containsKey(Outline.COMPENSATION);
    boolean has = moved.facts().containsKey(Outline.COMPENSATION);
    if (had && !has) {
      obstacles.add("%s has begun, and its compensation is gone".formatted(then.title()));
    } else if (has && !had && hasTurned()) {
      obstacles.add(
          "%s was passed over when the saga turned round, and would be undone out of its turn"
              .formatted(then.title()));
    }
  }

  private boolean hasTurned() {
    return state.standing().heading() == SagaStatus.COMPENSATING
        || state.steps().stream()
            .anyMatch(
                step ->
                    switch (step.status()) {
                      case REJECTED, UNKNOWN, UNDOING, UNDO_WAITING, UNDO_STUCK, UNDONE -> true;
                      default -> false;
                    });
  }

  private void compareOrder(Set<String> begun) {
    List<String> then = before.keySet().stream().filter(begun::contains).toList();
    List<String> come = now.keySet().stream().filter(begun::contains).toList();
    if (!then.equals(come)) {
      obstacles.add(
          "what has begun stands in another order: it was %s and is %s"
              .formatted(String.join(", ", then), String.join(", ", come)));
    }
  }

  private void compareBranches() {
    for (PathEvent event : state.path()) {
      if (event instanceof BranchChosen chosen
          && chosen.branch() != null
          && !now.containsKey(StepKey.path(event.part()) + "/" + chosen.branch())) {
        obstacles.add(
            "choice '%s' has taken '%s', and the new version has no such branch"
                .formatted(event.part(), chosen.branch()));
      }
    }
  }

  private static String around(OutlinePlace place) {
    return place.chain().isEmpty()
        ? "outside of other parts"
        : "in " + String.join(" of ", place.chain());
  }
}
