package io.palinode.saga;

import io.palinode.message.StepKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final DefinitionRef ref;
  private final @Nullable Duration deadline;
  private final List<Step<D>> steps;
  private final Map<String, ForEach<D>> forEachByPart = new HashMap<>();

  SagaDefinition(
      String name, int version, Class<D> dataType, Node<D> root, @Nullable Duration deadline) {
    this.dataType = dataType;
    this.root = root;
    this.deadline = deadline;
    String outline =
        deadline == null ? root.outline() : root.outline() + ";deadline(%s)".formatted(deadline);
    this.ref = new DefinitionRef(name, version, DefinitionRef.fingerprint(outline));
    this.steps = root.steps().toList();
    rememberForEach(root);
  }

  private void rememberForEach(Node<D> node) {
    if (node instanceof ForEach<D> each) {
      each.steps().forEach(step -> forEachByPart.put(step.name(), each));
      decisions(each).forEach(decision -> forEachByPart.put(decision.name(), each));
    }
    node.inside().forEach(this::rememberForEach);
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
    return deadline;
  }

  public Class<D> dataType() {
    return dataType;
  }

  /** The steps and how they are composed. */
  public Node<D> root() {
    return root;
  }

  /** What its versions are compared by. */
  public Outline outline() {
    Map<String, String> facts =
        deadline == null ? Map.of() : Map.of("deadline", deadline.toString());
    return new Outline(Outline.SAGA, name(), facts, Outline.inTurn(root));
  }

  /** Every step, in the order of the definition's text. */
  public List<Step<D>> steps() {
    return steps;
  }

  /**
   * The step of this name, or the one that is called so inside a for-each; see {@link StepKey}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Step<D> step(String name) {
    String plain = StepKey.name(name);
    for (Step<D> step : steps) {
      if (step.name().equals(plain)) {
        return step;
      }
    }
    throw new IllegalArgumentException("Saga '%s' has no step '%s'.".formatted(name(), name));
  }

  /** The decision of this name; null where there is none. */
  public @Nullable HumanDecision<D> decision(String name) {
    return decisions(root).filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  /** The names of all decisions, in the order of the definition's text. */
  public List<String> decisions() {
    return decisions(root).map(HumanDecision::name).toList();
  }

  private static <D> Stream<HumanDecision<D>> decisions(Node<D> node) {
    return node instanceof HumanDecision<D> decision
        ? Stream.of(decision)
        : node.inside().stream().flatMap(SagaDefinition::decisions);
  }

  /** The for-each in which the step or decision of this name stands; null where it stands in none. */
  public @Nullable ForEach<D> forEachAround(String part) {
    return forEachByPart.get(part);
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
