package io.palinode.saga;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One step of a saga: a command to a participant and, unless it leaves nothing to undo, the command
 * that undoes it; or, of a local step, functions in the place of both. The step that takes a lock
 * speaks with a business key instead.
 *
 * <p>Immutable.
 *
 * @param name unique in its definition
 * @param participant who carries the step out and undoes it; {@link #HERE} where it is local; for a
 *     business key its use and name, such as {@code lock/customer}
 * @param action the command that carries it out
 * @param compensation the command that undoes it, null where there is none
 * @param leavesNothing true where the definition says that there is nothing to undo
 * @param folds how a success reply, or what the local function returned, changes the saga's data,
 *     by the reply's type name
 */
public record Step<D>(
    String name,
    String participant,
    StepKind kind,
    Exchange<D> action,
    @Nullable Exchange<D> compensation,
    boolean leavesNothing,
    Map<String, ReplyFold<D, ?>> folds)
    implements Node<D> {

  /** How long one attempt waits for its reply where the definition does not say. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The least timeout of an attempt: clocks here count in milliseconds. */
  public static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

  /** The greatest timeout of an attempt. */
  public static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

  /** In the place of a participant: the orchestrator's own process. */
  static final String HERE = "";

  public Step {
    folds = Map.copyOf(folds);
  }

  /** How a success reply of this type changes the data; empty where the definition ignores it. */
  public Optional<ReplyFold<D, ?>> fold(String replyType) {
    return Optional.ofNullable(folds.get(replyType));
  }

  /** True if the step runs in the orchestrator's process, and no participant hears of it. */
  public boolean isLocal() {
    return participant.equals(HERE);
  }

  @Override
  public List<Node<D>> inside() {
    return List.of();
  }

  @Override
  public Stream<Step<?>> steps() {
    return Stream.of(this);
  }

  @Override
  public Outline describe() {
    KeyedBy<D> keyedBy = keyedBy();
    return keyedBy == null ? describeStep() : describe(keyedBy);
  }

  private Outline describe(KeyedBy<D> keyedBy) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (kind != StepKind.COMPENSATABLE) {
      facts.put(Outline.MARK, kind.name().toLowerCase(Locale.ROOT));
    }
    facts.put("terms", keyedBy.terms());
    if (!folds.isEmpty()) {
      facts.put("carries", String.join(", ", new TreeSet<>(folds.keySet())));
    }
    return new Outline(keyedBy.use().word(), name, facts, List.of());
  }

  private Outline describeStep() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Outline.PARTICIPANT, isLocal() ? "(the orchestrator)" : participant);
    if (kind != StepKind.COMPENSATABLE) {
      facts.put(Outline.MARK, kind.name().toLowerCase(Locale.ROOT));
    }
    facts.put("timeout", RetryPolicy.words(action.timeout()));
    facts.put("retry", action.retry().words());
    if (compensation != null) {
      facts.put(Outline.COMPENSATION, compensation.retry().words());
    }
    if (!folds.isEmpty()) {
      facts.put("replies", String.join(", ", new TreeSet<>(folds.keySet())));
    }
    return new Outline(Outline.STEP, name, facts, List.of());
  }

  @Override
  public String outline() {
    return "step(%s@%s,%s,%s,%s,%s)"
        .formatted(
            name,
            participant,
            kind,
            policy(action),
            compensation == null ? "none" : policy(compensation),
            new TreeSet<>(folds.keySet()));
  }

  private static String policy(Exchange<?> exchange) {
    KeyedBy<?> key = exchange.keyedBy();
    String policy = exchange.timeout() + "/" + exchange.retry().outline();
    return key == null ? policy : policy + "/" + key.terms();
  }

  /** The business key that the step asks for; null where it has a participant. */
  public @Nullable KeyedBy<D> keyedBy() {
    return action.keyedBy();
  }
}
