/**
 * The benchmark: the engine and the project's yardstick, run in turn on the same servers and
 * reported as a ratio; and scenarios in which the engine holds many sagas.
 *
 * <p>{@link io.palinode.bench.Scenario} is where to start reading; {@link
 * io.palinode.bench.Subject} is what something must offer to be measured.
 */
@NullMarked
package io.palinode.bench;

import org.jspecify.annotations.NullMarked;
