package io.palinode.server.runtime;

import io.palinode.core.SagaMachine;
import io.palinode.message.PayloadCodec;
import io.palinode.saga.DefinitionRef;
import io.palinode.saga.Outline;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.ScheduledStart;
import io.palinode.saga.TopicStart;
import io.palinode.server.journal.StoredDefinition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The saga definitions that a node serves.
 *
 * <p>Immutable.
 */
public final class Definitions {
  private final Map<DefinitionRef, SagaMachine<?>> byRef = new HashMap<>();
  private final Map<String, SagaMachine<?>> newest = new HashMap<>();
  private final Map<DefinitionRef, Outline> remembered = new HashMap<>();
  private final PayloadCodec codec;

  /**
   * The given definitions.
   *
   * @throws IllegalArgumentException if two have the same name and version
   */
  public Definitions(List<SagaDefinition<?>> definitions, PayloadCodec codec) {
    this(definitions, codec, List.of());
  }

  private Definitions(
      List<SagaDefinition<?>> definitions,
      PayloadCodec codec,
      List<StoredDefinition> servedBefore) {
    this.codec = codec;
    servedBefore.forEach(each -> remembered.put(each.ref(), each.outline()));
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
      remembered.put(definition.ref(), definition.outline());
      newest.merge(
          definition.name(),
          machine,
          (a, b) -> a.definition().version() > b.definition().version() ? a : b);
    }
  }

  /** The same, knowing of other versions what the namespace remembers of them. */
  public Definitions knowing(List<StoredDefinition> servedBefore) {
    return new Definitions(all(), codec, servedBefore);
  }

  /** The machine of this version of a saga; null where this node does not serve it. */
  @Nullable SagaMachine<?> find(String saga, int version) {
    return byRef.values().stream()
        .filter(machine -> machine.definition().name().equals(saga))
        .filter(machine -> machine.definition().version() == version)
        .findFirst()
        .orElse(null);
  }

  /** The outline of exactly this definition, served or not; null where nobody remembers it. */
  @Nullable Outline outline(DefinitionRef ref) {
    return remembered.get(ref);
  }

  PayloadCodec codec() {
    return codec;
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

  /** The topics whose records start sagas: what the newest version of each saga says. */
  public List<TopicStart<?, ?>> topicStarts() {
    return newest()
        .<TopicStart<?, ?>>flatMap(definition -> definition.starts().topics().stream())
        .toList();
  }

  /** The schedules that start sagas: what the newest version of each saga says. */
  public List<ScheduledStart<?>> schedules() {
    return newest()
        .<ScheduledStart<?>>flatMap(definition -> definition.starts().schedule().stream())
        .toList();
  }

  private Stream<SagaDefinition<?>> newest() {
    return new TreeMap<>(newest).values().stream().map(SagaMachine::definition);
  }

  /** The topics to which any definition gives notice, in order. */
  public Set<String> noticeTopics() {
    return byRef.values().stream()
        .flatMap(machine -> machine.definition().noticeTopics().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of all participants that any definition speaks to, in order. */
  public Set<String> participants() {
    return byRef.values().stream()
        .flatMap(machine -> machine.definition().steps().stream())
        .filter(step -> !step.isLocal())
        .filter(step -> step.keyedBy() == null)
        .map(step -> step.participant())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
