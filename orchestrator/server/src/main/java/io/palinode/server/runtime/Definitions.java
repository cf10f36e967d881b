package io.palinode.server.runtime;

import io.palinode.core.SagaMachine;
import io.palinode.message.PayloadCodec;
import io.palinode.saga.DefinitionRef;
import io.palinode.saga.SagaDefinition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The saga definitions that a node serves.
 *
 * <p>Immutable.
 */
public final class Definitions {
  private final Map<DefinitionRef, SagaMachine<?>> byRef = new HashMap<>();
  private final Map<String, SagaMachine<?>> newest = new HashMap<>();

  /**
   * The given definitions.
   *
   * @throws IllegalArgumentException if two have the same name and version
   */
  public Definitions(List<SagaDefinition<?>> definitions, PayloadCodec codec) {
    Map<String, SagaDefinition<?>> seen = new HashMap<>();
    for (SagaDefinition<?> definition : definitions) {
      SagaDefinition<?> other =
          seen.put(definition.name() + " v" + definition.version(), definition);
      if (other != null) {
        throw new IllegalArgumentException(
            "Two definitions are called %s and %s; raise the version of the newer one."
                .formatted(other, definition));
      }
      SagaMachine<?> machine = new SagaMachine<>(definition, codec);
      byRef.put(definition.ref(), machine);
      newest.merge(
          definition.name(),
          machine,
          (a, b) -> a.definition().version() > b.definition().version() ? a : b);
    }
  }

  /** The machine of exactly this definition; null where this node does not serve it. */
  @Nullable SagaMachine<?> find(DefinitionRef ref) {
    return byRef.get(ref);
  }

  /** The machine of the newest version of a saga; null where this node does not serve any. */
  @Nullable SagaMachine<?> newest(String saga) {
    return newest.get(saga);
  }

  /** Every definition, the oldest version of a saga first. */
  public List<SagaDefinition<?>> all() {
    Comparator<SagaDefinition<?>> byName = Comparator.comparing(SagaDefinition::name);
    return byRef.values().stream()
        .<SagaDefinition<?>>map(SagaMachine::definition)
        .sorted(byName.thenComparing(SagaDefinition::version))
        .toList();
  }

  /** The names of the sagas, in order. */
  public Set<String> names() {
    return new TreeSet<>(newest.keySet());
  }

  /** The names of all participants that any definition speaks to, in order. */
  public Set<String> participants() {
    return byRef.values().stream()
        .flatMap(machine -> machine.definition().steps().stream())
        .map(step -> step.participant())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
