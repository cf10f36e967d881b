package io.palinode.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private final List<DataMapping<?, D>> mappings = new ArrayList<>();
  private final List<String> exclusionFaults = new ArrayList<>();
  private @Nullable Step<D> exclusion;
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
    checkMappings(faults);
    if (!faults.isEmpty()) {
      throw new InvalidSagaDefinition(name, faults);
    }
    return new SagaDefinition<>(name, version, dataType, root, mappings);
  }

  private void checkMappings(List<String> faults) {
    Set<Integer> seen = new HashSet<>();
    for (DataMapping<?, D> mapping : mappings) {
      if (mapping.version() < 1 || mapping.version() >= version) {
        faults.add(
            "It migrates from version %d, which is not older than its own, %d; name an older one, and say .version(n) before."
                .formatted(mapping.version(), version));
      }
      if (!seen.add(mapping.version())) {
        faults.add(
            "It migrates twice from version %d; keep one .migratesFrom(...)."
                .formatted(mapping.version()));
      }
    }
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
