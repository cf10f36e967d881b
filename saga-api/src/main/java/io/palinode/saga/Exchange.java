package io.palinode.saga;

import java.time.Duration;
import java.util.function.Function;

/**
 * One side of a step: the command that is sent, how long each attempt waits for its reply, and how
 * it is tried again.
 *
 * <p>Immutable, if the function is pure as it must be.
 *
 * @param command builds the command; of a local step it does what is to be done, gives the result
 *     or null, and need not be pure
 */
public record Exchange<D>(Function<Scope<D>, ?> command, Duration timeout, RetryPolicy retry) {}
