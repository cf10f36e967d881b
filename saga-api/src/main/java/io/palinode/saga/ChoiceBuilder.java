package io.palinode.saga;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Describes branches of which one runs.
 *
 * <p>The predicates are asked once, in the order of the text, on the data as they stand when the
 * choice is reached; the answer is journaled. A predicate that throws parks the saga.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what predicates and branches are given
 * @param <D> the saga's data
 * @param <P> where the choice stands
 */
public final class ChoiceBuilder<V, D, P> extends Draft<D> {
  private final P place;
  private final Function<Scope<D>, V> view;
  private final List<Way<V, D>> ways = new ArrayList<>();
  private boolean ended;

  ChoiceBuilder(P place, Function<Scope<D>, V> view, String name) {
    super("choice", name);
    this.place = place;
    this.view = view;
  }

  /**
   * Adds a branch.
   *
   * @param label by which journal and reports name it: lower-case words joined by hyphens, at most
   *     64 characters
   */
  public ChoiceBuilder<V, D, P> when(
      String label, Predicate<V> predicate, Consumer<Branch<V, D>> parts) {
    ways.add(new Way<>(label, predicate, Parts.written(view, parts)));
    return this;
  }

  /** Ends the choice with the branch that runs where no predicate holds. */
  public P otherwise(Consumer<Branch<V, D>> parts) {
    ways.add(new Way<>(Choice.OTHERWISE, data -> true, Parts.written(view, parts)));
    return otherwiseNothing();
  }

  /** Ends the choice; where no predicate holds, nothing runs. */
  public P otherwiseNothing() {
    ended = true;
    return place;
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.concat(Stream.of(this), ways.stream().flatMap(way -> way.branch().all()));
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    int before = faults.size();
    checkWhole(faults);
    List<Choice.Option<D>> options = new ArrayList<>();
    for (Way<V, D> way : ways) {
      Node<D> branch = way.branch().toSequence(faults).plain();
      options.add(
          new Choice.Option<>(
              way.label(), scope -> way.predicate().test(view.apply(scope)), branch));
    }
    return faults.size() > before ? Optional.empty() : Optional.of(new Choice<>(name(), options));
  }

  private void checkWhole(List<String> faults) {
    if (!ended) {
      faults.add(fault("is not ended", "add .otherwise(...) or .otherwiseNothing()"));
    }
    if (ways.isEmpty() || (ways.size() == 1 && ways.get(0).label().equals(Choice.OTHERWISE))) {
      faults.add(
          fault(
              "has no branch to choose",
              "add .when(label, predicate, ...), or write the steps without .choice(...)"));
    }
    Set<String> labels = new LinkedHashSet<>();
    for (Way<V, D> way : ways) {
      DefinitionRules.checkName(
          "Choice '%s': a branch's label".formatted(name()), way.label(), faults);
      if (!labels.add(way.label())) {
        faults.add(
            fault(
                "has two branches '%s'".formatted(way.label()),
                way.label().equals(Choice.OTHERWISE)
                    ? "leave that label to .otherwise(...)"
                    : "give each branch a label of its own"));
      }
      if (way.branch().isEmpty()) {
        faults.add(
            fault(
                "has nothing in branch '%s'".formatted(way.label()),
                "add a step to it, or remove it"));
      }
    }
  }

  private record Way<V, D>(String label, Predicate<V> predicate, Branch<V, D> branch) {}
}
