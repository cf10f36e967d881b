package io.palinode.saga;

import java.util.List;

/**
 * A checked saga: its name and version, the class of its data, and its steps.
 *
 * <p>Immutable and safe for use by any thread. Built by {@link Saga#named}.
 *
 * @param <D> the saga's data
 */
public final class SagaDefinition<D> {
  private final Class<D> dataType;
  private final Node<D> root;
  private final DefinitionRef ref;
  private final List<Step<D>> steps;

  SagaDefinition(String name, int version, Class<D> dataType, Node<D> root) {
    this.dataType = dataType;
    this.root = root;
    this.ref = new DefinitionRef(name, version, DefinitionRef.fingerprint(root.outline()));
    this.steps = root.steps().toList();
  }

  public String name() {
    return ref.name();
  }

  public int version() {
    return ref.version();
  }

  /** Name, version and fingerprint: what a live saga is pinned to. */
  public DefinitionRef ref() {
    return ref;
  }

  public Class<D> dataType() {
    return dataType;
  }

  /** The steps and how they are composed. */
  public Node<D> root() {
    return root;
  }

  /** Every step, in the order of the definition's text. */
  public List<Step<D>> steps() {
    return steps;
  }

  /**
   * The step of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Step<D> step(String name) {
    for (Step<D> step : steps) {
      if (step.name().equals(name)) {
        return step;
      }
    }
    throw new IllegalArgumentException("Saga '%s' has no step '%s'.".formatted(name(), name));
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
