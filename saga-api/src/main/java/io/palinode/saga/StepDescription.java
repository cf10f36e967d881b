package io.palinode.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Describes one step. A method that adds a part ends the step; every other one returns the same
 * step.
 *
 * <p>All functions given here must be pure: they are called again when a saga is taken over after a
 * crash, and must then give the same command.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the step's functions are given: the saga's data, or an {@link Item}
 * @param <D> the saga's data
 * @param <S> this type
 * @param <P> where the step stands
 */
public abstract sealed class StepDescription<
        V, D, S extends StepDescription<V, D, S, P>, P extends Parts<V, D, S, P>>
    extends Draft<D> permits StepBuilder, BranchStep {
  private final P place;
  private final StepTerms<V, D> terms;

  StepDescription(P place, String name, String participant) {
    super("step", name);
    this.place = place;
    this.terms = new StepTerms<>(name, participant, place.view());
  }

  /**
   * The command that carries the step out, built from the saga's data as they stand when the step
   * begins.
   */
  public S command(Function<V, ?> command) {
    terms.command = terms.once("command()", terms.command, command);
    return self();
  }

  /**
   * Folds a success reply of the given type back into the saga's data, or what a local function
   * returned. May be called once for each type.
   */
  public <R> S onReply(Class<R> replyType, BiFunction<V, R, D> fold) {
    terms.fold(replyType, fold);
    return self();
  }

  /**
   * The command that undoes the step, sent to the same participant, built from the data when
   * undoing begins.
   */
  public S compensation(Function<V, ?> compensation) {
    terms.compensation = terms.once("compensation()", terms.compensation, compensation);
    return self();
  }

  /**
   * Undoes a local step in the orchestrator's process. As with {@link StepAddress#locally}, it must
   * bear being run again; whatever it throws fails the attempt.
   */
  public S compensateLocally(Consumer<V> compensation) {
    terms.localCompensation =
        terms.once("compensateLocally()", terms.localCompensation, compensation);
    return self();
  }

  /**
   * States that this step leaves nothing to undo (it only reads, say), so no compensation is
   * missing.
   */
  public S withoutCompensation() {
    terms.withoutCompensation = true;
    return self();
  }

  /** Marks the point of no return: once this step has succeeded the saga can only go forward. */
  public S pivot() {
    return marked(StepKind.PIVOT);
  }

  /**
   * Marks a step that comes after the decision, cannot be refused, and is tried until it succeeds
   * or parks.
   */
  public S retriable() {
    return marked(StepKind.RETRIABLE);
  }

  /**
   * How long one attempt waits for its reply, counted from Kafka's acknowledgement of the command,
   * or from the start of a local function; 30 s if unsaid.
   */
  public S timeout(Duration timeout) {
    terms.timeout = timeout;
    return self();
  }

  /** How the step's command is tried again; {@link RetryPolicy#DEFAULT} if unsaid. */
  public S retry(RetryPolicy retry) {
    terms.retry = retry;
    return self();
  }

  /**
   * How the step's compensation is tried again before the saga parks; {@link RetryPolicy#PATIENT}
   * if unsaid.
   */
  public S compensationRetry(RetryPolicy retry) {
    terms.compensationRetry = retry;
    return self();
  }

  /**
   * Lets the step run only if the predicate holds when it is reached. It is asked once, and its
   * answer is journaled. A predicate that throws parks the saga.
   */
  public S onlyIf(Predicate<V> predicate) {
    terms.condition = terms.once("onlyIf()", terms.condition, predicate);
    return self();
  }

  /** Ends this step and begins the next one; see {@link Parts#step}. */
  public StepAddress<V, S> step(String name) {
    return place.step(name);
  }

  /** Ends this step and begins branches side by side; see {@link Parts#parallel}. */
  public ParallelBuilder<V, D, P> parallel(String name) {
    return place.parallel(name);
  }

  /** Ends this step and begins branches of which one runs; see {@link Parts#choice}. */
  public ChoiceBuilder<V, D, P> choice(String name) {
    return place.choice(name);
  }

  /** Ends this step and adds parts that run under a condition; see {@link Parts#onlyIf}. */
  public P onlyIf(String name, Predicate<V> predicate, Consumer<Branch<V, D>> parts) {
    return place.onlyIf(name, predicate, parts);
  }

  /** Ends this step and begins what runs for each item of a list; see {@link Parts#forEach}. */
  public <I> ForEachBuilder.Unbounded<V, D, I, P> forEach(
      String name, Class<I> itemType, Function<V, ? extends Collection<I>> items) {
    return place.forEach(name, itemType, items);
  }

  /** Ends this step and waits so long; see {@link Parts#delay(String, Duration)}. */
  public P delay(String name, Duration duration) {
    return place.delay(name, duration);
  }

  /** Ends this step and waits; see {@link Parts#delay(String, Function)}. */
  public P delay(String name, Function<V, Duration> duration) {
    return place.delay(name, duration);
  }

  /** Ends this step and waits for a time; see {@link Parts#until}. */
  public P until(String name, Function<V, Instant> time) {
    return place.until(name, time);
  }

  /** Ends this step and waits for a person's decision; see {@link Parts#decision}. */
  public P decision(String name, Consumer<DecisionBuilder<V, D>> description) {
    return place.decision(name, description);
  }

  /** Ends this step and adds another definition as a part; see {@link Parts#saga}. */
  public <C> SubSagaBuilder<V, D, C, P> saga(
      String name, SagaDefinition<C> definition, Function<V, C> begin) {
    return place.saga(name, definition, begin);
  }

  /** Ends this step and adds a wait for a signal; see {@link Parts#signal}. */
  public <T> SignalBuilder.Unkeyed<V, D, T, P> signal(String name, Class<T> type) {
    return place.signal(name, type);
  }

  private S marked(StepKind kind) {
    terms.marks.add(kind);
    return self();
  }

  abstract S self();

  String participant() {
    return terms.participant;
  }

  S function(Function<V, ?> function) {
    terms.localFunction = function;
    return self();
  }

  boolean isUndone() {
    return terms.isUndone();
  }

  boolean isLocal() {
    return terms.isLocal();
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.of(this);
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    return terms.toNode(faults);
  }
}
