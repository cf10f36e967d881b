package io.palinode.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Describes branches that run side by side.
 *
 * <p>Replies are folded into the one data of the saga in the order in which they are journaled, so
 * the folds of one branch must not touch what another branch reads or writes, or it must not matter
 * which comes first.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the functions of the branches are given
 * @param <D> the saga's data
 * @param <P> where the parallel stands
 */
public final class ParallelBuilder<V, D, P> extends Draft<D> {
  private final P place;
  private final Function<Scope<D>, V> view;
  private final List<Branch<V, D>> branches = new ArrayList<>();
  private int atOnce = Integer.MAX_VALUE;
  private boolean joined;

  ParallelBuilder(P place, Function<Scope<D>, V> view, String name) {
    super("parallel", name);
    this.place = place;
    this.view = view;
  }

  /**
   * How many branches run at a time; all of them if unsaid. They begin in the order of the text.
   */
  public ParallelBuilder<V, D, P> atOnce(int branches) {
    this.atOnce = branches;
    return this;
  }

  /** Adds a branch: one step, or several parts one after another. */
  public ParallelBuilder<V, D, P> branch(Consumer<Branch<V, D>> parts) {
    branches.add(Parts.written(view, parts));
    return this;
  }

  /** Ends the parallel: what is added next begins when every branch is done. */
  public P join() {
    joined = true;
    return place;
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.concat(Stream.of(this), branches.stream().flatMap(Branch::all));
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    int before = faults.size();
    checkWhole(faults);
    List<Node<D>> nodes = new ArrayList<>();
    for (Branch<V, D> branch : branches) {
      nodes.add(branch.toSequence(faults).plain());
    }
    return faults.size() > before
        ? Optional.empty()
        : Optional.of(new Parallel<>(name(), Math.min(atOnce, nodes.size()), nodes));
  }

  private void checkWhole(List<String> faults) {
    if (!joined) {
      faults.add(fault("is not ended", "add .join() after its last branch"));
    }
    if (branches.size() < 2) {
      faults.add(
          fault(
              branches.isEmpty() ? "has no branch" : "has one branch only",
              "add another .branch(...), or write the steps without .parallel(...)"));
    }
    for (int i = 0; i < branches.size(); i++) {
      if (branches.get(i).isEmpty()) {
        faults.add(
            fault("has nothing in branch %d".formatted(i + 1), "add a step to it, or remove it"));
      }
    }
    if (atOnce < 1) {
      faults.add(fault("runs %d branches at once".formatted(atOnce), "give 1 or more"));
    }
  }
}
