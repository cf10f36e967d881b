/**
 * All that can become of a saga: every combination of faults, judged by the rules that every saga
 * has to keep.
 *
 * <p>Start at {@link io.palinode.testkit.paths.FailurePaths#of}.
 */
@NullMarked
package io.palinode.testkit.paths;

import org.jspecify.annotations.NullMarked;
