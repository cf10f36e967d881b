package io.palinode.saga;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Branches of which at most one runs: the first whose predicate holds when the choice is reached.
 * Where none holds, nothing runs.
 *
 * @param name unique among the choices of its saga
 * @param options in the order in which they are asked; their labels differ
 */
public record Choice<D>(String name, List<Option<D>> options) implements Node<D> {
  /** The label of the branch that runs where no predicate holds. */
  public static final String OTHERWISE = "otherwise";

  /** The label of what a condition guards. */
  public static final String YES = "yes";

  public Choice {
    options = List.copyOf(options);
  }

  /** A branch, and when it runs. */
  public record Option<D>(String label, Predicate<Scope<D>> predicate, Node<D> branch) {}

  /** A choice between one part and nothing. */
  static <D> Choice<D> onlyIf(String name, Predicate<Scope<D>> predicate, Node<D> branch) {
    return new Choice<>(name, List.of(new Option<>(YES, predicate, branch)));
  }

  /** The option that these data choose; null where they choose none. */
  public @Nullable Option<D> choose(Scope<D> scope) {
    for (Option<D> option : options) {
      if (option.predicate().test(scope)) {
        return option;
      }
    }
    return null;
  }

  /**
   * The branch of this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Node<D> branch(String label) {
    for (Option<D> option : options) {
      if (option.label().equals(label)) {
        return option.branch();
      }
    }
    throw new IllegalArgumentException("Choice '%s' has no '%s'.".formatted(name, label));
  }

  @Override
  public List<Node<D>> inside() {
    return options.stream().map(Option::branch).toList();
  }

  @Override
  public Outline describe() {
    List<Outline> branches =
        options.stream().map(each -> Outline.branch(each.label(), each.branch())).toList();
    return new Outline(Outline.CHOICE, name, Map.of(), branches);
  }

  @Override
  public String outline() {
    return options.stream()
        .map(option -> option.label() + ":" + option.branch().outline())
        .collect(Collectors.joining(";", "choice(" + name + ",", ")"));
  }
}
