package io.palinode.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a decision that a person takes.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the function is given: the saga's data, or an {@link Item}
 * @param <D> the saga's data
 */
public final class DecisionBuilder<V, D> extends Draft<D> {
  private final Function<Scope<D>, V> view;
  private final List<String> options = new ArrayList<>();
  private @Nullable Duration within;
  private @Nullable String otherwise;
  private @Nullable BiFunction<V, Decided, D> fold;

  DecisionBuilder(Function<Scope<D>, V> view, String name) {
    super("decision", name);
    this.view = view;
  }

  /**
   * What may be chosen: two options or more.
   *
   * @param names each in the form of a step's name
   */
  public DecisionBuilder<V, D> options(String... names) {
    options.addAll(List.of(names));
    return this;
  }

  /**
   * How long the saga waits for the decision. Then it turns round, with the reason code {@code
   * DECISION_OVERDUE}. For ever, if unsaid.
   */
  public DecisionBuilder<V, D> within(Duration duration) {
    this.within = duration;
    return this;
  }

  /** How long the saga waits for the decision, and the option that is chosen then. */
  public DecisionBuilder<V, D> within(Duration duration, String otherwise) {
    this.within = duration;
    this.otherwise = otherwise;
    return this;
  }

  /**
   * Folds the decision into the saga's data, when it is taken or, where that was before, when the
   * saga comes to it.
   */
  public DecisionBuilder<V, D> onDecided(BiFunction<V, Decided, D> fold) {
    this.fold = fold;
    return this;
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.of(this);
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    int before = faults.size();
    checkWhole(faults);
    BiFunction<V, Decided, D> asGiven = fold;
    return faults.size() > before
        ? Optional.empty()
        : Optional.of(
            new HumanDecision<>(
                name(),
                options,
                within,
                otherwise,
                asGiven == null
                    ? null
                    : (scope, decided) -> asGiven.apply(view.apply(scope), decided)));
  }

  private void checkWhole(List<String> faults) {
    Set<String> seen = new HashSet<>();
    for (String option : options) {
      DefinitionRules.checkName("Decision '%s': an option".formatted(name()), option, faults);
      if (!seen.add(option)) {
        faults.add(fault("has two options '%s'".formatted(option), "name each option once"));
      }
    }
    if (seen.size() < 2) {
      faults.add(
          fault(
              seen.isEmpty() ? "has no option" : "has one option only",
              "add .options(...) with two names or more"));
    }
    if (otherwise != null && !seen.contains(otherwise)) {
      faults.add(
          fault(
              "chooses '%s' when nobody decides, which is none of its options".formatted(otherwise),
              "name one of " + options));
    }
    if (within != null && Wait.isOutOfRange(within)) {
      faults.add(fault("waits " + within, "give a duration " + Wait.RANGE));
    }
  }
}
