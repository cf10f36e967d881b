package io.palinode.saga;

import io.palinode.message.SagaStatus;
import io.palinode.message.StepKey;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A checked saga: its name and version, the class of its data, and its parts.
 *
 * <p>Immutable and safe for use by any thread. Built by {@link Saga#named}.
 *
 * @param <D> the saga's data
 */
public final class SagaDefinition<D> {
  private final Class<D> dataType;
  private final Node<D> root;
  private final Starts<D> starts;
  private final DefinitionRef ref;
  private final Terms<D> terms;
  private final Map<String, Step<?>> stepsByPath = new LinkedHashMap<>();

  SagaDefinition(
      String name, int version, Class<D> dataType, Node<D> root, Terms<D> terms, Starts<D> starts) {
    this.terms = terms;
    this.dataType = dataType;
    this.root = root;
    this.starts = starts;
    this.ref =
        new DefinitionRef(
            name, version, DefinitionRef.fingerprint(root.outline() + terms.outline()));
    remember(root);
  }

  private void remember(Node<D> node) {
    if (node instanceof Step<D> step) {
      stepsByPath.put(step.name(), step);
    } else if (node instanceof SubSaga<D, ?> sub) {
      sub.definition()
          .stepsByPath()
          .forEach((path, step) -> stepsByPath.put(StepKey.inside(sub.name(), path), step));
    }
    node.inside().forEach(this::remember);
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

  /** How long the saga may take from its start to its end; null where nothing is said. */
  public @Nullable Duration deadline() {
    return terms.deadline();
  }

  public Class<D> dataType() {
    return dataType;
  }

  /** The steps and how they are composed. */
  public Node<D> root() {
    return root;
  }

  /** What starts its sagas beside the clients. */
  public Starts<D> starts() {
    return starts;
  }

  /** What its versions are compared by. */
  public Outline outline() {
    return new Outline(Outline.SAGA, name(), terms.facts(), Outline.inTurn(root));
  }

  /** How data of this older version become those of this one; empty if they stay as they are. */
  public Optional<DataMapping<?, D>> mappingFrom(int older) {
    return terms.mappingFrom(older);
  }

  /** What is sent when a saga comes to stand so; empty if nothing is. */
  public Optional<Notice<D>> notice(SagaStatus status) {
    return terms.notice(status);
  }

  /** The topics of all its notices. */
  public List<String> noticeTopics() {
    return terms.notices().stream().map(Notice::topic).toList();
  }

  /** Every step, also those of its sub-sagas, in the order of the definition's text. */
  public List<Step<?>> steps() {
    return List.copyOf(stepsByPath.values());
  }

  /**
   * The same, each by its path: its name, and before it those of the sub-sagas around it, as in
   * {@code pay.charge-card}.
   */
  public Map<String, Step<?>> stepsByPath() {
    return Collections.unmodifiableMap(stepsByPath);
  }

  /**
   * The step of this path, or the one of which a run is called so; see {@link StepKey}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Step<?> step(String key) {
    Step<?> step = stepsByPath.get(StepKey.path(key));
    if (step == null) {
      throw new IllegalArgumentException("Saga '%s' has no step '%s'.".formatted(name(), key));
    }
    return step;
  }

  /** The decisions by their paths, also those of its sub-sagas, in the order of the text. */
  public List<String> decisions() {
    return decisions(root).toList();
  }

  private static Stream<String> decisions(Node<?> node) {
    if (node instanceof HumanDecision<?> decision) {
      return Stream.of(decision.name());
    } else if (node instanceof SubSaga<?, ?> sub) {
      return sub.definition().decisions().stream().map(path -> StepKey.inside(sub.name(), path));
    }
    return node.inside().stream().flatMap(SagaDefinition::decisions);
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
