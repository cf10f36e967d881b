/** The faults of a chaos run: planned from a seed, struck at their moments, and seen to happen. */
@NullMarked
package io.palinode.chaos.fault;

import org.jspecify.annotations.NullMarked;
