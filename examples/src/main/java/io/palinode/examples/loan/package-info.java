/** Granting a loan: a saga that waits for people and for time. */
@NullMarked
package io.palinode.examples.loan;

import org.jspecify.annotations.NullMarked;
