package io.palinode.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
  private final StartsDraft<D> starts = new StartsDraft<>();
  private int version = 1;

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
   * Lets the records of a topic of yours start sagas, beside the clients: each one saga, under the
   * id that is made from it.
   *
   * @param eventType the class as which a record's JSON value is read
   */
  public <E> TopicStartBuilder<D, E, E> startedBy(String topic, Class<E> eventType) {
    return starts.startedBy(this, topic, eventType, SourceRecord::value);
  }

  /**
   * As {@link #startedBy}, with functions that are given key, headers and time of a record, too.
   */
  public <E> TopicStartBuilder<D, E, SourceRecord<E>> startedByRecords(
      String topic, Class<E> eventType) {
    return starts.startedBy(this, topic, eventType, Function.identity());
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
    faults.addAll(DefinitionRules.check(name, version, all().toList(), root));
    Starts<D> started = starts.build(name, faults);
    if (!faults.isEmpty()) {
      throw new InvalidSagaDefinition(name, faults);
    }
    return new SagaDefinition<>(name, version, dataType, root, started);
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
