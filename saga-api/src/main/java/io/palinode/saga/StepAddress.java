package io.palinode.saga;

import java.util.function.Function;

/**
 * A step that has a name, and not yet anybody who carries it out.
 *
 * @param <V> what the step's functions are given
 * @param <S> the description of the step
 */
public final class StepAddress<V, S> {
  private final Function<String, S> remote;
  private final Function<Function<V, ?>, S> local;

  StepAddress(Function<String, S> remote, Function<Function<V, ?>, S> local) {
    this.remote = remote;
    this.local = local;
  }

  /** The participant that carries the step out, by the name under which it serves its commands. */
  public S at(String participant) {
    return remote.apply(participant);
  }

  /**
   * A function that carries the step out in the orchestrator's process, given the data as they
   * stand when the step begins.
   *
   * <ul>
   *   <li>What it returns is the step's success, for {@link StepDescription#onReply} to fold; null
   *       where there is nothing to tell. Jackson writes it.
   *   <li>{@link Rejection} is a no without effect. Anything else that it throws fails the attempt.
   *   <li>It runs on a thread of the pool of local steps, and may take its time: the step's timeout
   *       counts from its start, and interrupts it.
   *   <li>It need not be pure, but must bear being run again: after a failed attempt, and in
   *       another process after a crash, perhaps while the first run is still at work.
   * </ul>
   */
  public S locally(Function<V, ?> function) {
    return local.apply(function);
  }
}
