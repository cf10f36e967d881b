/**
 * A random run of the whole: servers, orchestrators and participants in processes of their own,
 * faults at random moments, and a verdict from what was left on disk.
 *
 * <p>Start at {@link io.palinode.chaos.Chaos}.
 */
@NullMarked
package io.palinode.chaos;

import org.jspecify.annotations.NullMarked;
