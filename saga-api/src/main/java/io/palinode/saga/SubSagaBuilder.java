package io.palinode.saga;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes a definition that runs as a part of this one.
 *
 * <p>Its steps see its own data, which are journaled when it begins. Those around change only when
 * it ends. Both functions must be pure; one that throws parks the saga.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the functions around are given: the saga's data, or an {@link Item}
 * @param <D> the data of the saga around
 * @param <C> the data of the sub-saga
 * @param <P> where the sub-saga stands
 */
public final class SubSagaBuilder<V, D, C, P> extends Draft<D> {
  private final P place;
  private final Function<Scope<D>, V> view;
  private final SagaDefinition<C> definition;
  private final Function<V, C> begin;
  private @Nullable BiFunction<V, C, D> end;
  private boolean ended;

  SubSagaBuilder(
      P place,
      Function<Scope<D>, V> view,
      String name,
      SagaDefinition<C> definition,
      Function<V, C> begin) {
    super("sub-saga", name);
    this.place = place;
    this.view = view;
    this.definition = definition;
    this.begin = begin;
  }

  /** Ends the sub-saga: when its last step is done, its data are folded into those around. */
  public P onEnd(BiFunction<V, C, D> fold) {
    end = fold;
    return withoutResult();
  }

  /** Ends the sub-saga; its data change nothing around it. */
  public P withoutResult() {
    ended = true;
    return place;
  }

  SagaDefinition<C> definition() {
    return definition;
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.of(this);
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    if (definition == null) {
      faults.add(
          fault(
              "has no definition",
              "give one; a constant that stands below the definition is not set yet"));
      return Optional.empty();
    }
    if (!ended) {
      faults.add(fault("is not ended", "add .onEnd((data, its) -> ...) or .withoutResult()"));
      return Optional.empty();
    }
    BiFunction<V, C, D> fold = end;
    return Optional.of(
        new SubSaga<>(
            name(),
            definition,
            scope -> begin.apply(view.apply(scope)),
            fold == null ? null : (scope, data) -> fold.apply(view.apply(scope), data)));
  }
}
