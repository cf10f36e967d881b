package io.palinode.saga;

import io.palinode.message.StepKey;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of order that a saga must keep to be undoable: on every path compensatable steps, then
 * at most one pivot, then retriable steps.
 *
 * <ul>
 *   <li>The order is that of Richardson, "Microservices Patterns", chapter 4.
 *   <li>Steps that run side by side, or for each item, are either all retriable or all of them can
 *       be undone: what is never undone must not stand beside what may fail. Hence no pivot among
 *       them.
 *   <li>A sub-saga counts by its steps, wherever it stands: it is one saga with what is around it.
 * </ul>
 *
 * <p>Lives for one definition; not safe for use by several threads.
 */
final class OrderRules {
  private final List<String> faults;

  OrderRules(List<String> faults) {
    this.faults = faults;
  }

  void check(Node<?> root) {
    follow(root, "", null);
  }

  /**
   * A step, and how it is called from the definition that is checked.
   *
   * @param path with the names of the sub-sagas around it
   */
  private record Placed(String path, Step<?> step) {
    StepKind kind() {
      return step.kind();
    }

    String word() {
      return kind() == StepKind.PIVOT ? "pivot" : "retriable";
    }
  }

  /**
   * Checks a part.
   *
   * @param prefix of the names in it
   * @param decided a step on the way here after which nothing is undone, null where there is none
   * @return the same for what comes after the part
   */
  private @Nullable Placed follow(Node<?> node, String prefix, @Nullable Placed decided) {
    if (node instanceof Step<?> step) {
      return followStep(new Placed(prefix + step.name(), step), decided);
    } else if (node instanceof Parallel<?> parallel) {
      checkSideBySide("parallel", prefix + parallel.name(), parallel, prefix);
      return followEach(parallel.branches(), prefix, decided);
    } else if (node instanceof ForEach<?> each) {
      checkSideBySide("for-each", prefix + each.name(), each, prefix);
      return follow(each.body(), prefix, decided);
    } else if (node instanceof Choice<?> choice) {
      return followEach(choice.inside(), prefix, decided);
    } else if (node instanceof SubSaga<?, ?> sub) {
      return follow(sub.definition().root(), StepKey.inside(prefix + sub.name(), ""), decided);
    }
    if (node instanceof Wait) {
      return decided;
    } else if (node instanceof HumanDecision<?> decision) {
      checkDecision(decision, prefix + decision.name(), decided);
      return decided;
    }
    @Nullable Placed latest = decided;
    for (Node<?> part : ((Sequence<?>) node).parts()) {
      latest = follow(part, prefix, latest);
    }
    return latest;
  }

  /** Of several ways, one that decides is what matters to whatever comes after. */
  private @Nullable Placed followEach(
      List<? extends Node<?>> ways, String prefix, @Nullable Placed decided) {
    @Nullable Placed result = decided;
    for (Node<?> way : ways) {
      @Nullable Placed end = follow(way, prefix, decided);
      result = end == null ? result : end;
    }
    return result;
  }

  private @Nullable Placed followStep(Placed step, @Nullable Placed decided) {
    switch (step.kind()) {
      case COMPENSATABLE -> checkCompensatable(step, decided);
      case PIVOT -> checkPivot(step, decided);
      case RETRIABLE -> checkNotUndone(step);
    }
    return step.kind() == StepKind.COMPENSATABLE ? decided : step;
  }

  private void checkDecision(HumanDecision<?> decision, String path, @Nullable Placed decided) {
    if (decided != null && decision.mayFail()) {
      faults.add(
          DefinitionRules.fault(
              "decision",
              path,
              "may fail when nobody decides, but follows the %s step '%s', after which nothing is undone"
                  .formatted(decided.word(), decided.path()),
              "name the option that is chosen then: .within(duration, option)"));
    }
  }

  private void checkCompensatable(Placed step, @Nullable Placed decided) {
    if (decided != null) {
      fault(
          step,
          "may fail, but follows the %s step '%s', after which nothing is undone"
              .formatted(decided.word(), decided.path()),
          "mark it .retriable(), or move it before '%s'".formatted(decided.path()));
    } else if (step.step().compensation() == null && !step.step().leavesNothing()) {
      fault(
          step,
          "has no compensation",
          "add %s(data -> ...), or say .withoutCompensation() if it leaves nothing to undo, or mark it .pivot() or .retriable()"
              .formatted(step.step().isLocal() ? ".compensateLocally" : ".compensation"));
    }
  }

  private void checkPivot(Placed step, @Nullable Placed decided) {
    if (decided != null) {
      fault(
          step,
          "is a pivot, but follows the %s step '%s'".formatted(decided.word(), decided.path()),
          "a saga has at most one pivot, before every retriable step; mark it .retriable(), or move it before '%s'"
              .formatted(decided.path()));
    }
    checkNotUndone(step);
  }

  private void checkNotUndone(Placed step) {
    if (step.step().compensation() != null) {
      fault(
          step,
          "is a %s step and has a compensation, which would never run".formatted(step.word()),
          "remove the compensation or the mark");
    }
  }

  private void checkSideBySide(String kind, String name, Node<?> node, String prefix) {
    @Nullable String mayFail = decisionThatMayFail(node, prefix);
    @Nullable Placed stays = null;
    for (Placed step : placed(node, prefix).toList()) {
      switch (step.kind()) {
        case PIVOT ->
            fault(
                step,
                "is a pivot inside the %s '%s', where what runs beside it may fail or be repeated"
                    .formatted(kind, name),
                "move it before or behind '%s'".formatted(name));
        case RETRIABLE -> stays = step;
        case COMPENSATABLE -> mayFail = step.path();
      }
    }
    if (stays != null && mayFail != null) {
      fault(
          stays,
          "is retriable and never undone, but '%s' in the same %s '%s' may fail"
              .formatted(mayFail, kind, name),
          "mark '%s' .retriable() too, or move '%s' behind '%s'"
              .formatted(mayFail, stays.path(), name));
    }
  }

  private static @Nullable String decisionThatMayFail(Node<?> node, String prefix) {
    if (node instanceof HumanDecision<?> decision && decision.mayFail()) {
      return prefix + decision.name();
    } else if (node instanceof SubSaga<?, ?> sub) {
      return decisionThatMayFail(sub.definition().root(), StepKey.inside(prefix + sub.name(), ""));
    }
    return node.inside().stream()
        .map(part -> decisionThatMayFail(part, prefix))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static Stream<Placed> placed(Node<?> node, String prefix) {
    if (node instanceof Step<?> step) {
      return Stream.of(new Placed(prefix + step.name(), step));
    } else if (node instanceof SubSaga<?, ?> sub) {
      return placed(sub.definition().root(), StepKey.inside(prefix + sub.name(), ""));
    }
    return node.inside().stream().flatMap(part -> placed(part, prefix));
  }

  private void fault(Placed step, String what, String mend) {
    KeyedBy<?> key = step.step().keyedBy();
    String kind = key == null ? "step" : key.use().word();
    faults.add(DefinitionRules.fault(kind, step.path(), what, mend));
  }
}
