package io.palinode.saga;

import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
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
  private final StartsDraft<D> starts = new StartsDraft<>();
  private final List<DataMapping<?, D>> mappings = new ArrayList<>();
  private final List<Notice<D>> notices = new ArrayList<>();
  private final List<String> exclusionFaults = new ArrayList<>();
  private @Nullable Step<D> exclusion;
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
   * How long the saga may take from its start to its end. One that can still be undone then turns
   * round, with the reason code {@code SAGA_DEADLINE}; any other one raises an alarm and goes on.
   * No limit, if unsaid. Where the definition is a part of another one, only the other's deadline
   * counts.
   */
  public SagaBuilder<D> deadline(Duration deadline) {
    this.deadline = deadline;
    return this;
  }

  /**
   * Says how the data of an older version become those of this one, where sagas are moved to it.
   * Not needed where Jackson reads the old data as the new class.
   *
   * @param older the version from which sagas are moved
   * @param oldType the class of its data
   * @param mapping a pure function
   */
  public <O> SagaBuilder<D> migratesFrom(int older, Class<O> oldType, Function<O, D> mapping) {
    mappings.add(new DataMapping<>(older, oldType, mapping));
    return this;
  }

  /**
   * Sends a message when a saga has completed: at least once, under an id that is the same for
   * every copy, and acknowledged by Kafka before the orchestrator forgets the saga.
   *
   * @param topic the whole name; made or verified like the orchestrator's own
   * @param message a pure function of the data in the end
   */
  public SagaBuilder<D> onCompleted(String topic, Function<D, ?> message) {
    return noticing(SagaStatus.COMPLETED, topic, (data, reason) -> message.apply(data));
  }

  /**
   * Sends a message when all that a saga has done is undone; see {@link #onCompleted}.
   *
   * @param message a pure function of the data, and of the reason why the saga turned round
   */
  public SagaBuilder<D> onCompensated(String topic, BiFunction<D, Reason, ?> message) {
    return noticing(SagaStatus.COMPENSATED, topic, message);
  }

  /**
   * Sends a message when a saga parks, since it waits for a person; see {@link #onCompleted}. One
   * that is freed and parks again sends another one, under an id of its own.
   *
   * @param message a pure function of the data, and of the reason why the saga parked
   */
  public SagaBuilder<D> onParked(String topic, BiFunction<D, Reason, ?> message) {
    return noticing(SagaStatus.PARKED, topic, message);
  }

  private SagaBuilder<D> noticing(
      SagaStatus status, String topic, BiFunction<D, Reason, ?> message) {
    notices.add(new Notice<>(status, topic, message));
    return this;
  }

  /**
   * Lets one saga of this definition run at a time for each key; the others wait for their turn, in
   * the order in which they started. See {@link #exclusiveBy(String, Function, WhenHeld)}.
   */
  public SagaBuilder<D> exclusiveBy(Function<D, String> key) {
    return exclusiveBy(name, key, WhenHeld.queue());
  }

  /** The same, with what becomes of a saga whose key another one has. */
  public SagaBuilder<D> exclusiveBy(Function<D, String> key, WhenHeld whenHeld) {
    return exclusiveBy(name, key, whenHeld);
  }

  /** The same, with a lock that other definitions may share, and sagas that wait in a queue. */
  public SagaBuilder<D> exclusiveBy(String lock, Function<D, String> key) {
    return exclusiveBy(lock, key, WhenHeld.queue());
  }

  /**
   * Lets one saga run at a time for each key, among all sagas whose definitions name this lock.
   *
   * <p>The lock is taken before the first step, and given back when the saga has ended; a parked
   * saga keeps it. No crash of an orchestrator breaks it. A saga has at most one lock, so no two
   * sagas can wait for each other; and a definition that has one cannot be a part of another.
   *
   * @param lock lower-case words joined by hyphens, at most 64 characters
   * @param key asked once, when the saga starts, and journaled; 1 to {@link
   *     io.palinode.message.KeyAddress#MAX_KEY} characters of any kind. A function that throws, or
   *     gives no such key, parks the saga.
   */
  public SagaBuilder<D> exclusiveBy(String lock, Function<D, String> key, WhenHeld whenHeld) {
    if (exclusion != null) {
      exclusionFaults.add(
          "It is exclusive by two keys, '%s' and '%s': a saga has at most one lock. Join them in one key."
              .formatted(exclusion.participant(), lock));
    }
    Exclusion.check(lock, whenHeld, exclusionFaults);
    exclusion = Exclusion.by(lock, key, whenHeld);
    return this;
  }

  /**
   * The checked definition.
   *
   * @throws InvalidSagaDefinition naming every rule that is broken, the part that breaks it, and
   *     how to mend it
   */
  public SagaDefinition<D> build() {
    List<String> faults = new ArrayList<>(exclusionFaults);
    Sequence<D> parts = toSequence(faults);
    Exclusion.checkInside(parts, faults);
    Sequence<D> root = exclusion == null ? parts : parts.behind(exclusion);
    faults.addAll(DefinitionRules.check(name, version, all().toList(), root));
    Starts<D> started = starts.build(name, faults);
    Terms<D> terms = new Terms<>(mappings, notices, deadline);
    terms.check(version, faults);
    if (!faults.isEmpty()) {
      throw new InvalidSagaDefinition(name, faults);
    }
    return new SagaDefinition<>(name, version, dataType, root, terms, started);
  }

  @Override
  SagaBuilder<D> self() {
    return this;
  }

  @Override
  StepBuilder<D> describe(String step, String participant) {
    return add(new StepBuilder<>(this, step, participant));
  }

  @Override
  StepBuilder<D> describeLocal(String step, Function<D, ?> function) {
    return describe(step, Step.HERE).function(function);
  }
}
