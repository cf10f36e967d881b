/**
 * The language in which sagas are written: named steps, their commands and compensations, the
 * pivot, and the policies for waiting and retrying.
 *
 * <p>Start at {@link io.palinode.saga.Saga#named}. Nothing here does I/O.
 */
@NullMarked
package io.palinode.saga;

import org.jspecify.annotations.NullMarked;
