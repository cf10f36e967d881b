package io.palinode.saga;

import io.palinode.message.MessageType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes one step of a saga; every method but {@link #step} and {@link #build} returns the same
 * step.
 *
 * <p>All functions given here must be pure: they are called again when a saga is taken over after a
 * crash, and must then give the same command.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <D> the saga's data
 */
public final class StepBuilder<D> {
  private final SagaBuilder<D> saga;
  private final String name;
  private final String participant;
  private final Map<String, ReplyFold<D, ?>> folds = new LinkedHashMap<>();
  private @Nullable Function<D, ?> command;
  private @Nullable Function<D, ?> compensation;
  private final Set<StepKind> marks = EnumSet.noneOf(StepKind.class);
  private boolean withoutCompensation;
  private Duration timeout = Step.DEFAULT_TIMEOUT;
  private RetryPolicy retry = RetryPolicy.DEFAULT;
  private @Nullable RetryPolicy compensationRetry;

  StepBuilder(SagaBuilder<D> saga, String name, String participant) {
    this.saga = saga;
    this.name = name;
    this.participant = participant;
  }

  /**
   * The command that carries the step out, built from the saga's data as they stand when the step
   * begins.
   */
  public StepBuilder<D> command(Function<D, ?> command) {
    this.command = command;
    return this;
  }

  /**
   * Folds a success reply of the given type back into the saga's data. May be called once for each
   * type.
   */
  public <R> StepBuilder<D> onReply(Class<R> replyType, BiFunction<D, R, D> fold) {
    folds.put(MessageType.of(replyType), new ReplyFold<>(replyType, fold));
    return this;
  }

  /**
   * The command that undoes the step, sent to the same participant, built from the data when
   * undoing begins.
   */
  public StepBuilder<D> compensation(Function<D, ?> compensation) {
    this.compensation = compensation;
    return this;
  }

  /**
   * States that this step leaves nothing to undo (it only reads, say), so no compensation is
   * missing.
   */
  public StepBuilder<D> withoutCompensation() {
    this.withoutCompensation = true;
    return this;
  }

  /** Marks the point of no return: once this step has succeeded the saga can only go forward. */
  public StepBuilder<D> pivot() {
    return marked(StepKind.PIVOT);
  }

  /**
   * Marks a step that comes after the decision, cannot be refused, and is tried until it succeeds
   * or parks.
   */
  public StepBuilder<D> retriable() {
    return marked(StepKind.RETRIABLE);
  }

  /**
   * How long one attempt waits for its reply, counted from Kafka's acknowledgement of the command;
   * 30 s if unsaid.
   */
  public StepBuilder<D> timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** How the step's command is tried again; {@link RetryPolicy#DEFAULT} if unsaid. */
  public StepBuilder<D> retry(RetryPolicy retry) {
    this.retry = retry;
    return this;
  }

  /**
   * How the step's compensation is tried again before the saga parks; {@link RetryPolicy#PATIENT}
   * if unsaid.
   */
  public StepBuilder<D> compensationRetry(RetryPolicy retry) {
    this.compensationRetry = retry;
    return this;
  }

  /** Ends this step and begins the next one. */
  public SagaBuilder.StepAddress<D> step(String name) {
    return saga.step(name);
  }

  /** Ends the saga; see {@link SagaBuilder#build}. */
  public SagaDefinition<D> build() {
    return saga.build();
  }

  private StepBuilder<D> marked(StepKind kind) {
    marks.add(kind);
    return this;
  }

  Optional<Step<D>> toStep(List<String> faults) {
    int before = faults.size();
    if (command == null) {
      faults.add(fault("has no command", "add .command(data -> ...)"));
    }
    if (marks.size() > 1) {
      faults.add(fault("is marked both pivot and retriable", "keep one of the two marks"));
    }
    if (withoutCompensation && compensation != null) {
      faults.add(
          fault("has a compensation and says withoutCompensation()", "remove one of the two"));
    }
    if (compensationRetry != null && compensation == null) {
      faults.add(
          fault("has a compensationRetry() but no compensation", "add .compensation(data -> ...)"));
    }
    if (timeout.isNegative() || timeout.isZero()) {
      faults.add(fault("has the timeout " + timeout, "give a positive duration"));
    }
    if (faults.size() > before || command == null) {
      return Optional.empty();
    }
    RetryPolicy patience = compensationRetry == null ? RetryPolicy.PATIENT : compensationRetry;
    return Optional.of(
        new Step<>(
            name,
            participant,
            marks.isEmpty() ? StepKind.COMPENSATABLE : marks.iterator().next(),
            new Exchange<>(command, timeout, retry),
            compensation == null ? null : new Exchange<>(compensation, timeout, patience),
            withoutCompensation,
            folds));
  }

  private String fault(String what, String mend) {
    return DefinitionRules.fault(name, what, mend);
  }
}
