package io.palinode.saga;

import java.util.function.Function;

/**
 * Parts of a saga that stand inside another part, and run one after another.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the functions of these parts are given: the saga's data, or an {@link Item}
 * @param <D> the saga's data
 */
public final class Branch<V, D> extends Parts<V, D, BranchStep<V, D>, Branch<V, D>> {

  Branch(Function<Scope<D>, V> view) {
    super(view);
  }

  @Override
  Branch<V, D> self() {
    return this;
  }

  @Override
  BranchStep<V, D> describe(String step, String participant) {
    return add(new BranchStep<>(this, step, participant));
  }

  @Override
  BranchStep<V, D> describeLocal(String step, Function<V, ?> function) {
    return describe(step, Step.HERE).function(function);
  }
}
