package io.palinode.testkit.paths;

import io.palinode.core.SagaMachine;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.StepKey;
import io.palinode.saga.SagaDefinition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks every path that a saga can take when things go wrong, in virtual time, and checks on each
 * that the saga keeps its rules.
 *
 * <pre>{@code
 * PathReport paths = FailurePaths.of(placeOrder).explore();
 * }</pre>
 *
 * <ul>
 *   <li>At every point a participant may say no or ask to try again, a reply may be late, come
 *       twice, in another order or not at all, and the orchestrator may crash. Messages may arrive
 *       in any order, also a compensation before its action. Every combination of up to {@link
 *       #faults} such faults is walked.
 *   <li>The rules: a step begins when those before it are done; each step that has or may have an
 *       effect is undone once, in reverse order; nothing is undone after the pivot; what a crash
 *       leaves behind leads to the same commands; and the saga ends or is parked, but never because
 *       a function of the definition throws. So a compensation that needs what a lost reply would
 *       have told is found here, and not in production.
 *   <li>The first rule that is broken is an {@link AssertionError} with the shortest path to it.
 * </ul>
 *
 * <p>A lock is given, refused, or given late. Participants behave as the participant library does.
 * The functions of local steps are not called here: they are answered for like participants, and
 * must bear being repeated as those do. The walk is breadth first, and points with equal futures
 * are walked once. The idea is that of explicit-state model checkers such as TLC and SPIN, with the
 * saga's own definition as the model.
 *
 * <p>Immutable; not for several threads at a time if the definition's functions are not.
 *
 * @param <D> the saga's data
 */
public final class FailurePaths<D> {
  /** How many faults a path has at most where the test does not say. */
  public static final int DEFAULT_FAULTS = 3;

  private static final String SAGA_ID = "explored";

  private final SagaDefinition<D> definition;
  private final @Nullable D data;
  private final Map<String, Object> replies;
  private final int faults;
  private final Instant begin;

  private FailurePaths(
      SagaDefinition<D> definition,
      @Nullable D data,
      Map<String, Object> replies,
      int faults,
      Instant begin) {
    this.definition = definition;
    this.data = data;
    this.replies = replies;
    this.faults = faults;
    this.begin = begin;
  }

  /** The paths of this saga, with samples for its data and its replies. */
  public static <D> FailurePaths<D> of(SagaDefinition<D> definition) {
    return new FailurePaths<>(definition, null, Map.of(), DEFAULT_FAULTS, Instant.EPOCH);
  }

  /** The same, begun with these data. */
  public FailurePaths<D> startedWith(D first) {
    return new FailurePaths<>(definition, first, replies, faults, begin);
  }

  /** The same, begun at this time, and not at 1970-01-01T00:00Z. */
  public FailurePaths<D> startingAt(Instant time) {
    return new FailurePaths<>(definition, data, replies, faults, time);
  }

  /**
   * The same, with a reply of one step's participant.
   *
   * @param step its name, and before it those of the sub-sagas around it: {@code pay.charge-card}
   * @throws IllegalArgumentException if the definition has no such step
   */
  public FailurePaths<D> replying(String step, Object reply) {
    Map<String, Object> more = new HashMap<>(replies);
    definition.step(step);
    more.put(StepKey.path(step), reply);
    return new FailurePaths<>(definition, data, more, faults, begin);
  }

  /**
   * The same, with another limit on the faults of one path. Each more takes about six times as
   * long.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public FailurePaths<D> faults(int most) {
    if (most < 0) {
      throw new IllegalArgumentException(
          "A path has %d faults at most; expected 0 or more.".formatted(most));
    }
    return new FailurePaths<>(definition, data, replies, most, begin);
  }

  /**
   * Walks all paths.
   *
   * @return what was walked
   * @throws AssertionError with the shortest path to a broken rule
   * @throws IllegalArgumentException if a sample cannot be made
   */
  public PathReport explore() {
    PayloadCodec codec = new PayloadCodec();
    Rules rules = new Rules(definition);
    Moves moves =
        new Moves(
            new SagaMachine<>(definition, codec),
            new Replies(definition, replies, codec),
            rules,
            faults);
    PathReport.Counter counter = new PathReport.Counter();
    Set<Moment.Key> seen = new HashSet<>();
    Queue<Moment> open = new ArrayDeque<>();
    Payload first = codec.encode(data == null ? Samples.of(definition.dataType()) : data);
    open.add(moves.first(SAGA_ID, first, begin.toEpochMilli()));
    while (!open.isEmpty()) {
      Moment moment = open.remove();
      counter.visit(moment);
      if (moment.isQuiet()) {
        rules.checkQuiet(moment);
      }
      moves.from(
          moment,
          (next, fault) -> {
            counter.move(fault);
            if (seen.add(next.key())) {
              open.add(next);
            }
          });
    }
    return counter.report(definition.name(), faults);
  }
}
