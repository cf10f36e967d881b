/**
 * Decides what a saga does next. Pure: no input or output, no clock, no chance.
 *
 * <p>One way only: an input and a state go into {@link io.palinode.core.SagaMachine#decide}, events
 * and effects come out, and {@link io.palinode.core.SagaState#apply} is the only place where a
 * state changes, live and in recovery.
 */
@NullMarked
package io.palinode.core;

import org.jspecify.annotations.NullMarked;
