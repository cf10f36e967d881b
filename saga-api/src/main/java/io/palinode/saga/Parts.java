package io.palinode.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Parts of a saga that run one after another, as they are being written: the whole saga, or a
 * branch of it.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the functions of these parts are given
 * @param <D> the saga's data
 * @param <S> how a step is described here
 * @param <P> this type
 */
public abstract sealed class Parts<V, D, S, P> permits SagaBuilder, Branch {
  private final Function<Scope<D>, V> view;
  private final List<Draft<D>> drafts = new ArrayList<>();
  private final List<String> unplaced = new ArrayList<>();

  Parts(Function<Scope<D>, V> view) {
    this.view = view;
  }

  /**
   * Adds a step after the parts already named.
   *
   * @param name unique in this saga: lower-case words joined by hyphens, at most 64 characters
   */
  public StepAddress<V, S> step(String name) {
    unplaced.add(name);
    return new StepAddress<>(
        participant -> {
          unplaced.remove(name);
          return describe(name, participant);
        },
        function -> {
          unplaced.remove(name);
          return describeLocal(name, function);
        });
  }

  /**
   * Adds branches that run side by side, and are joined before the next part begins.
   *
   * @param name unique in this saga, in the form of a step's name
   */
  public ParallelBuilder<V, D, P> parallel(String name) {
    return add(new ParallelBuilder<>(self(), view, name));
  }

  /**
   * Adds branches of which one runs.
   *
   * @param name unique in this saga, in the form of a step's name
   */
  public ChoiceBuilder<V, D, P> choice(String name) {
    return add(new ChoiceBuilder<>(self(), view, name));
  }

  /**
   * Adds parts that run only if the predicate holds when they are reached.
   *
   * @param name unique in this saga, in the form of a step's name
   */
  public P onlyIf(String name, Predicate<V> predicate, Consumer<Branch<V, D>> parts) {
    return choice(name).when(Choice.YES, predicate, parts).otherwiseNothing();
  }

  /**
   * Adds a part that runs once for each item of a list.
   *
   * @param name unique in this saga, in the form of a step's name
   * @param itemType the class of the items, which Jackson must be able to write and read
   * @param items makes the list, from the data as they stand when the part is reached
   */
  public <I> ForEachBuilder.Unbounded<V, D, I, P> forEach(
      String name, Class<I> itemType, Function<V, ? extends Collection<I>> items) {
    return new ForEachBuilder.Unbounded<>(
        add(new ForEachBuilder<>(self(), view, name, itemType, view.andThen(items))));
  }

  /**
   * Adds another definition, to run as a part of this saga with data of its own.
   *
   * @param name unique in this saga, in the form of a step's name; one definition may be added
   *     several times under several names
   * @param begin makes its first data, from the data as they stand when the part is reached
   */
  public <C> SubSagaBuilder<V, D, C, P> saga(
      String name, SagaDefinition<C> definition, Function<V, C> begin) {
    return add(new SubSagaBuilder<>(self(), view, name, definition, begin));
  }

  /**
   * Adds a wait for a signal: something that happens outside, and that nobody is asked for.
   *
   * @param name unique in this saga, in the form of a step's name; who sends the signal names it,
   *     too
   */
  public <T> SignalBuilder.Unkeyed<V, D, T, P> signal(String name, Class<T> type) {
    return new SignalBuilder.Unkeyed<>(add(new SignalBuilder<>(self(), view, name, type)));
  }

  /**
   * Waits so long, counted from when the part is reached.
   *
   * @param name unique in this saga, in the form of a step's name
   */
  public P delay(String name, Duration duration) {
    return waiting(Wait.lasting(name, duration));
  }

  /**
   * Waits as long as the data say when the part is reached; not at all where that is zero or less.
   *
   * @param name unique in this saga, in the form of a step's name
   */
  public P delay(String name, Function<V, Duration> duration) {
    return waiting(
        new Wait<>(
            name, null, (scope, reached) -> reached.plus(duration.apply(view.apply(scope)))));
  }

  /**
   * Waits until a time that the data say when the part is reached; not at all where that has
   * passed.
   *
   * @param name unique in this saga, in the form of a step's name
   */
  public P until(String name, Function<V, Instant> time) {
    return waiting(new Wait<>(name, null, (scope, reached) -> time.apply(view.apply(scope))));
  }

  /**
   * Waits until a person has chosen one of several options.
   *
   * @param name unique in this saga, in the form of a step's name
   * @param description names the options, and says what happens when nobody decides
   */
  public P decision(String name, Consumer<DecisionBuilder<V, D>> description) {
    description.accept(add(new DecisionBuilder<>(view, name)));
    return self();
  }

  private P waiting(Wait<D> wait) {
    add(new WaitDraft<>(wait));
    return self();
  }

  abstract P self();

  abstract S describe(String step, String participant);

  abstract S describeLocal(String step, Function<V, ?> function);

  Function<Scope<D>, V> view() {
    return view;
  }

  <T extends Draft<D>> T add(T draft) {
    drafts.add(draft);
    return draft;
  }

  boolean isEmpty() {
    return drafts.isEmpty();
  }

  Stream<Draft<D>> all() {
    return drafts.stream().flatMap(Draft::all);
  }

  /** The parts that have no fault of their own. */
  Sequence<D> toSequence(List<String> faults) {
    List<Node<D>> nodes = new ArrayList<>();
    for (String name : unplaced) {
      faults.add(
          DefinitionRules.fault(
              "step",
              name,
              "is at no participant",
              "add .at(participant), or .locally(data -> ...)"));
    }
    for (Draft<D> draft : drafts) {
      draft.toNode(faults).ifPresent(nodes::add);
    }
    return new Sequence<>(nodes);
  }

  /** A branch, as the caller writes it. */
  static <V, D> Branch<V, D> written(
      Function<Scope<D>, V> view, Consumer<Branch<V, D>> description) {
    Branch<V, D> branch = new Branch<>(view);
    description.accept(branch);
    return branch;
  }
}
