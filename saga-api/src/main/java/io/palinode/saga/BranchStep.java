package io.palinode.saga;

/**
 * Describes one step of a branch; see {@link StepDescription}.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the step's functions are given: the saga's data, or an {@link Item}
 * @param <D> the saga's data
 */
public final class BranchStep<V, D> extends StepDescription<V, D, BranchStep<V, D>, Branch<V, D>> {

  BranchStep(Branch<V, D> branch, String name, String participant) {
    super(branch, name, participant);
  }

  @Override
  BranchStep<V, D> self() {
    return this;
  }
}
