package io.palinode.saga;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules that a saga must keep: those of names and numbers here, those of order elsewhere. */
final class DefinitionRules {
  static final int MAX_STEPS = 200;

  /** How many steps one saga may run, each item of a for-each counted: they are in its log. */
  static final int MAX_RUNS = 300;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int MAX_NAME_LENGTH = 64;

  private DefinitionRules() {}

  /**
   * Every rule that the saga breaks.
   *
   * @param written the parts as they were written, also those that have a fault of their own
   * @param root the parts that could be built
   */
  static <D> List<String> check(
      String saga, int version, List<Draft<D>> written, Sequence<D> root) {
    List<String> faults = new ArrayList<>();
    checkName("The saga's name", saga, faults);
    if (version < 1) {
      faults.add("The version is %d; versions count from 1.".formatted(version));
    }
    if (written.isEmpty()) {
      faults.add("It has no step; add .step(name).at(participant).command(...).");
    }
    long steps = written.stream().mapToLong(DefinitionRules::stepsWritten).sum();
    if (steps > MAX_STEPS) {
      faults.add(
          "It has %d steps; the limit is %d. Let a for-each run what repeats."
              .formatted(steps, MAX_STEPS));
    }
    checkNames(written, faults);
    checkSize(root, faults);
    NestingRules.check(root, faults);
    new OrderRules(faults).check(root);
    return faults;
  }

  static String fault(String kind, String name, String what, String mend) {
    return "%s '%s' %s: %s."
        .formatted(
            kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1), name, what, mend);
  }

  private static long stepsWritten(Draft<?> part) {
    if (part instanceof SubSagaBuilder<?, ?, ?, ?> sub && sub.definition() != null) {
      return sub.definition().steps().size();
    }
    return part instanceof StepDescription ? 1 : 0;
  }

  private static <D> void checkNames(List<Draft<D>> written, List<String> faults) {
    Map<String, Draft<D>> seen = new HashMap<>();
    for (Draft<D> part : written) {
      checkName("A %s's name".formatted(part.kind()), part.name(), faults);
      if (part instanceof StepDescription<?, D, ?, ?> step && !step.isLocal()) {
        checkName(
            "Step '%s': its participant's name".formatted(step.name()), step.participant(), faults);
      }
      Draft<D> before = seen.putIfAbsent(part.name(), part);
      if (before != null) {
        faults.add(
            before.kind().equals(part.kind())
                ? part.fault(
                    "is named twice", "give each %s a name of its own".formatted(part.kind()))
                : part.fault(
                    "has the name of a " + before.kind(), "give each part a name of its own"));
      }
    }
  }

  private static void checkSize(Node<?> root, List<String> faults) {
    long steps = size(root);
    if (steps > MAX_RUNS) {
      faults.add(
          "It may run %d steps, waits and decisions, each item of a for-each counted; the limit is %d."
                  .formatted(steps, MAX_RUNS)
              + repeated(root, "")
                  .max(Comparator.comparingLong(Repeated::runs))
                  .map(Repeated::mend)
                  .orElse(""));
    }
  }

  /** A for-each that no other encloses, and how many steps it may run. */
  private record Repeated(String forEach, long runs) {
    String mend() {
      return " For-each '%s' may run %d of them: lower its .atMost(items)."
          .formatted(forEach, runs);
    }
  }

  private static Stream<Repeated> repeated(Node<?> node, String path) {
    if (node instanceof ForEach<?> each) {
      return Stream.of(new Repeated(path + each.name(), size(each)));
    } else if (node instanceof SubSaga<?, ?> sub) {
      return repeated(sub.definition().root(), path + sub.name() + ".");
    }
    return node.inside().stream().flatMap(part -> repeated(part, path));
  }

  private static long size(Node<?> node) {
    if (node instanceof Step || node instanceof Wait || node instanceof HumanDecision) {
      return 1;
    } else if (node instanceof SubSaga<?, ?> sub) {
      return size(sub.definition().root());
    }
    long inside = node.inside().stream().mapToLong(DefinitionRules::size).sum();
    return node instanceof ForEach<?> each ? times(inside, each.atMost()) : inside;
  }

  /** The product, cut where it is beyond all sense. */
  private static long times(long steps, int items) {
    return Math.min(steps * Math.max(items, 0), Integer.MAX_VALUE);
  }

  static void checkName(String what, String name, List<String> faults) {
    if (name == null || name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      faults.add(
          "%s is '%s'; write lower-case words joined by hyphens, at most %d characters, such as 'reserve-stock'."
              .formatted(what, name, MAX_NAME_LENGTH));
    }
  }
}
