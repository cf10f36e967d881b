package io.palinode.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a saga must keep to be undoable: compensatable steps, then at most one pivot, then
 * retriable steps.
 *
 * <p>The order is that of Richardson, "Microservices Patterns", chapter 4.
 */
final class DefinitionRules {
  static final int MAX_STEPS = 200;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int MAX_NAME_LENGTH = 64;

  private DefinitionRules() {}

  static <D> List<String> check(String saga, int version, int written, List<Node<D>> nodes) {
    List<String> faults = new ArrayList<>();
    checkName("The saga's name", saga, faults);
    if (version < 1) {
      faults.add("The version is %d; versions count from 1.".formatted(version));
    }
    if (written == 0) {
      faults.add("It has no step; add .step(name).at(participant).command(...).");
    }
    if (written > MAX_STEPS) {
      faults.add("It has %d steps; the limit is %d.".formatted(written, MAX_STEPS));
    }
    List<Step<D>> steps = nodes.stream().flatMap(Node::steps).toList();
    checkNames(steps, faults);
    checkOrder(steps, faults);
    return faults;
  }

  static String fault(String step, String what, String mend) {
    return "Step '%s' %s: %s.".formatted(step, what, mend);
  }

  private static <D> void checkNames(List<Step<D>> steps, List<String> faults) {
    Set<String> seen = new HashSet<>();
    for (Step<D> step : steps) {
      checkName("A step's name", step.name(), faults);
      checkName(
          "Step '%s': its participant's name".formatted(step.name()), step.participant(), faults);
      if (!seen.add(step.name())) {
        faults.add(fault(step.name(), "is named twice", "give each step a name of its own"));
      }
    }
  }

  private static <D> void checkOrder(List<Step<D>> steps, List<String> faults) {
    @Nullable Step<D> decided = null;
    for (Step<D> step : steps) {
      switch (step.kind()) {
        case COMPENSATABLE -> checkCompensatable(step, decided, faults);
        case PIVOT -> checkPivot(step, decided, faults);
        case RETRIABLE -> checkNotUndone(step, faults);
      }
      if (step.kind() != StepKind.COMPENSATABLE) {
        decided = step;
      }
    }
  }

  private static void checkCompensatable(
      Step<?> step, @Nullable Step<?> decided, List<String> faults) {
    if (decided != null) {
      faults.add(
          fault(
              step.name(),
              "may fail, but follows the %s step '%s', after which nothing is undone"
                  .formatted(word(decided), decided.name()),
              "mark it .retriable(), or move it before '%s'".formatted(decided.name())));
    } else if (step.compensation() == null && !step.leavesNothing()) {
      faults.add(
          fault(
              step.name(),
              "has no compensation",
              "add .compensation(data -> ...), or say .withoutCompensation() if it leaves nothing to"
                  + " undo, or mark it .pivot() or .retriable()"));
    }
  }

  private static void checkPivot(Step<?> step, @Nullable Step<?> decided, List<String> faults) {
    if (decided != null) {
      faults.add(
          fault(
              step.name(),
              "is a pivot, but follows the %s step '%s'".formatted(word(decided), decided.name()),
              "a saga has at most one pivot, before every retriable step"));
    }
    checkNotUndone(step, faults);
  }

  private static void checkNotUndone(Step<?> step, List<String> faults) {
    if (step.compensation() != null) {
      faults.add(
          fault(
              step.name(),
              "is a %s step and has a compensation, which would never run".formatted(word(step)),
              "remove the compensation or the mark"));
    }
  }

  private static void checkName(String what, String name, List<String> faults) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      faults.add(
          "%s is '%s'; write lower-case words joined by hyphens, at most %d characters, such as 'reserve-stock'."
              .formatted(what, name, MAX_NAME_LENGTH));
    }
  }

  private static String word(Step<?> step) {
    return step.kind() == StepKind.PIVOT ? "pivot" : "retriable";
  }
}
