/**
 * A trip that is booked side by side, by choice, and for each traveller: every element of the
 * language in one saga.
 */
@NullMarked
package io.palinode.examples.trip;

import org.jspecify.annotations.NullMarked;
