/**
 * The verdict on a chaos run, from the files that it left and nothing else.
 *
 * <p>Start at {@link io.palinode.chaos.check.Verdict}.
 */
@NullMarked
package io.palinode.chaos.check;

import org.jspecify.annotations.NullMarked;
