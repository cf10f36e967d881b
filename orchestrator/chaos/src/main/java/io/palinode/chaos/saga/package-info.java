/** The sagas of a chaos run, and the scripts that say how their participants answer. */
@NullMarked
package io.palinode.chaos.saga;

import org.jspecify.annotations.NullMarked;
