package io.palinode.chaos.fault;

import java.time.Duration;

/**
 * A fault that is to happen.
 *
 * @param at from the beginning of the load; later where the lane's fault before it has only just
 *     been mended
 * @param target which process or line, by number; taken modulo how many there are
 * @param lasting how long it lasts, where it is not over at once
 */
public record PlannedFault(FaultKind kind, Duration at, int target, Duration lasting) {}
