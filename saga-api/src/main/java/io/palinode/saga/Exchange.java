package io.palinode.saga;

import java.time.Duration;
import java.util.function.Function;

/**
 * One side of a step: the command that is sent, how long each attempt waits for its reply, and how
 * it is tried again.
 *
 * <p>Immutable, if the function is pure as it must be.
 */
public record Exchange<D>(Function<Scope<D>, ?> command, Duration timeout, RetryPolicy retry) {}
