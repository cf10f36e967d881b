package io.palinode.saga;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the steps of one saga and checks them when it is built.
 *
 * <p>Not safe for use by several threads; the definition that it builds is.
 *
 * @param <D> the saga's data
 */
public final class SagaBuilder<D> {
  private final String name;
  private final Class<D> dataType;
  private final List<StepBuilder<D>> steps = new ArrayList<>();
  private int version = 1;

  SagaBuilder(String name, Class<D> dataType) {
    this.name = name;
    this.dataType = dataType;
  }

  /**
   * The definition's version, 1 if not said. Raise it with every change: live sagas stay with
   * theirs.
   */
  public SagaBuilder<D> version(int version) {
    this.version = version;
    return this;
  }

  /**
   * Adds a step after those already named.
   *
   * @param name unique in this saga: lower-case words joined by hyphens, at most 64 characters
   */
  public StepAddress<D> step(String name) {
    return new StepAddress<>(this, name);
  }

  /**
   * The checked definition.
   *
   * @throws InvalidSagaDefinition naming every rule that is broken, the step that breaks it, and
   *     how to mend it
   */
  public SagaDefinition<D> build() {
    List<Node<D>> nodes = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (StepBuilder<D> step : steps) {
      step.toStep(faults).ifPresent(nodes::add);
    }
    faults.addAll(DefinitionRules.check(name, version, steps.size(), nodes));
    if (!faults.isEmpty()) {
      throw new InvalidSagaDefinition(name, faults);
    }
    return new SagaDefinition<>(name, version, dataType, new Sequence<>(nodes));
  }

  StepBuilder<D> add(StepBuilder<D> step) {
    steps.add(step);
    return step;
  }

  /** A step that has a name and not yet a participant. */
  public static final class StepAddress<D> {
    private final SagaBuilder<D> saga;
    private final String step;

    private StepAddress(SagaBuilder<D> saga, String step) {
      this.saga = saga;
      this.step = step;
    }

    /**
     * The participant that carries the step out, by the name under which it serves its commands.
     */
    public StepBuilder<D> at(String participant) {
      return saga.add(new StepBuilder<>(saga, step, participant));
    }
  }
}
