package io.palinode.saga;

import java.util.List;
import java.util.Objects;
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
 * </ul>
 *
 * <p>Lives for one definition; not safe for use by several threads.
 */
final class OrderRules<D> {
  private final List<String> faults;

  OrderRules(List<String> faults) {
    this.faults = faults;
  }

  void check(Node<D> root) {
    follow(root, null);
  }

  /**
   * Checks a part.
   *
   * @param decided a step on the way here after which nothing is undone, null where there is none
   * @return the same for what comes after the part
   */
  private @Nullable Step<D> follow(Node<D> node, @Nullable Step<D> decided) {
    if (node instanceof Step<D> step) {
      return followStep(step, decided);
    } else if (node instanceof Parallel<D> parallel) {
      checkSideBySide("parallel", parallel.name(), parallel);
      return followEach(parallel.branches(), decided);
    } else if (node instanceof ForEach<D> each) {
      checkSideBySide("for-each", each.name(), each);
      return follow(each.body(), decided);
    } else if (node instanceof Choice<D> choice) {
      return followEach(choice.inside(), decided);
    }
    if (node instanceof Wait) {
      return decided;
    } else if (node instanceof HumanDecision<D> decision) {
      checkDecision(decision, decided);
      return decided;
    }
    @Nullable Step<D> latest = decided;
    for (Node<D> part : ((Sequence<D>) node).parts()) {
      latest = follow(part, latest);
    }
    return latest;
  }

  /** Of several ways, one that decides is what matters to whatever comes after. */
  private @Nullable Step<D> followEach(List<Node<D>> ways, @Nullable Step<D> decided) {
    @Nullable Step<D> result = decided;
    for (Node<D> way : ways) {
      @Nullable Step<D> end = follow(way, decided);
      result = end == null ? result : end;
    }
    return result;
  }

  private @Nullable Step<D> followStep(Step<D> step, @Nullable Step<D> decided) {
    switch (step.kind()) {
      case COMPENSATABLE -> checkCompensatable(step, decided);
      case PIVOT -> checkPivot(step, decided);
      case RETRIABLE -> checkNotUndone(step);
    }
    return step.kind() == StepKind.COMPENSATABLE ? decided : step;
  }

  private void checkDecision(HumanDecision<D> decision, @Nullable Step<D> decided) {
    if (decided != null && decision.mayFail()) {
      faults.add(
          DefinitionRules.fault(
              "decision",
              decision.name(),
              "may fail when nobody decides, but follows the %s step '%s', after which nothing is undone"
                  .formatted(word(decided), decided.name()),
              "name the option that is chosen then: .within(duration, option)"));
    }
  }

  private void checkCompensatable(Step<D> step, @Nullable Step<D> decided) {
    if (decided != null) {
      fault(
          step,
          "may fail, but follows the %s step '%s', after which nothing is undone"
              .formatted(word(decided), decided.name()),
          "mark it .retriable(), or move it before '%s'".formatted(decided.name()));
    } else if (step.compensation() == null && !step.leavesNothing()) {
      fault(
          step,
          "has no compensation",
          "add .compensation(data -> ...), or say .withoutCompensation() if it leaves nothing to"
              + " undo, or mark it .pivot() or .retriable()");
    }
  }

  private void checkPivot(Step<D> step, @Nullable Step<D> decided) {
    if (decided != null) {
      fault(
          step,
          "is a pivot, but follows the %s step '%s'".formatted(word(decided), decided.name()),
          "a saga has at most one pivot, before every retriable step");
    }
    checkNotUndone(step);
  }

  private void checkNotUndone(Step<D> step) {
    if (step.compensation() != null) {
      fault(
          step,
          "is a %s step and has a compensation, which would never run".formatted(word(step)),
          "remove the compensation or the mark");
    }
  }

  private void checkSideBySide(String kind, String name, Node<D> node) {
    @Nullable String mayFail = decisionThatMayFail(node);
    @Nullable Step<D> stays = null;
    for (Step<D> step : node.steps().toList()) {
      switch (step.kind()) {
        case PIVOT ->
            fault(
                step,
                "is a pivot inside the %s '%s', where what runs beside it may fail or be repeated"
                    .formatted(kind, name),
                "move it before or behind '%s'".formatted(name));
        case RETRIABLE -> stays = step;
        case COMPENSATABLE -> mayFail = step.name();
      }
    }
    if (stays != null && mayFail != null) {
      fault(
          stays,
          "is retriable and never undone, but '%s' in the same %s '%s' may fail"
              .formatted(mayFail, kind, name),
          "mark '%s' .retriable() too, or move '%s' behind '%s'"
              .formatted(mayFail, stays.name(), name));
    }
  }

  private @Nullable String decisionThatMayFail(Node<D> node) {
    if (node instanceof HumanDecision<D> decision && decision.mayFail()) {
      return decision.name();
    }
    return node.inside().stream()
        .map(this::decisionThatMayFail)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private void fault(Step<D> step, String what, String mend) {
    faults.add(DefinitionRules.fault("step", step.name(), what, mend));
  }

  private static String word(Step<?> step) {
    return step.kind() == StepKind.PIVOT ? "pivot" : "retriable";
  }
}
