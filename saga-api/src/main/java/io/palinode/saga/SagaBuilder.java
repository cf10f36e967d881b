package io.palinode.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of one saga and checks them when it is built.
 *
 * <p>Not safe for use by several threads; the definition that it builds is.
 *
 * @param <D> the saga's data
 */
public final class SagaBuilder<D> extends Parts<D, D, StepBuilder<D>, SagaBuilder<D>> {
  private final String name;
  private final Class<D> dataType;
  private int version = 1;
  private @Nullable Duration deadline;

  SagaBuilder(String name, Class<D> dataType) {
    super(Scope::data);
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
   * How long the saga may take from its start to its end. One that can still be undone then turns
   * round, with the reason code {@code SAGA_DEADLINE}; any other one raises an alarm and goes on.
   * No limit, if unsaid.
   */
  public SagaBuilder<D> deadline(Duration deadline) {
    this.deadline = deadline;
    return this;
  }

  /**
   * The checked definition.
   *
   * @throws InvalidSagaDefinition naming every rule that is broken, the part that breaks it, and
   *     how to mend it
   */
  public SagaDefinition<D> build() {
    List<String> faults = new ArrayList<>();
    Sequence<D> root = toSequence(faults);
    if (deadline != null && Wait.isOutOfRange(deadline)) {
      faults.add("Its deadline is %s; give a duration %s.".formatted(deadline, Wait.RANGE));
    }
    faults.addAll(DefinitionRules.check(name, version, all().toList(), root));
    if (!faults.isEmpty()) {
      throw new InvalidSagaDefinition(name, faults);
    }
    return new SagaDefinition<>(name, version, dataType, root, deadline);
  }

  @Override
  SagaBuilder<D> self() {
    return this;
  }

  @Override
  StepBuilder<D> describe(String step, String participant) {
    return add(new StepBuilder<>(this, step, participant));
  }
}
