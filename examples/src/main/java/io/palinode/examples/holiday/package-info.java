/** Booking a holiday: a saga made of other sagas. */
@NullMarked
package io.palinode.examples.holiday;

import org.jspecify.annotations.NullMarked;
