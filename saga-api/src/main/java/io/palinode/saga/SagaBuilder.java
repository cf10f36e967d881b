package io.palinode.saga;

import java.time.Duration;
import java.time.ZoneId;
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
   * Starts a saga every so often, counted from 1970-01-01T00:00Z: every 15 minutes is at 0, 15, 30
   * and 45 minutes past each hour.
   *
   * @param period whole seconds, from 1 s to 366 days
   */
  public ScheduleBuilder<D> every(Duration period) {
    return starts.scheduled(this, "every " + period, () -> new FixedRate(period));
  }

  /**
   * Starts a saga at the times of a cron expression.
   *
   * @param expression five fields: minute, hour, day of the month, month, day of the week, such as
   *     {@code 0 3 * * *}
   * @param zone whose clocks are meant
   */
  public ScheduleBuilder<D> cron(String expression, ZoneId zone) {
    return starts.scheduled(this, expression, () -> new Cron(expression, zone));
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
