package io.palinode.saga;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One side of a step: the command that is sent, how long each attempt waits for its reply, and how
 * it is tried again.
 *
 * <p>Immutable, if the functions are pure as they must be.
 *
 * @param command builds the command; of a local step it does what is to be done, gives the result
 *     or null, and need not be pure
 * @param keyedBy the business key that the command goes to; null where it goes to a participant
 */
public record Exchange<D>(
    Function<Scope<D>, ?> command,
    Duration timeout,
    RetryPolicy retry,
    @Nullable KeyedBy<D> keyedBy) {

  /** A command to a participant. */
  public Exchange(Function<Scope<D>, ?> command, Duration timeout, RetryPolicy retry) {
    this(command, timeout, retry, null);
  }
}
