/** The participants of a chaos run, each with a ledger that survives its process. */
@NullMarked
package io.palinode.chaos.participant;

import org.jspecify.annotations.NullMarked;
