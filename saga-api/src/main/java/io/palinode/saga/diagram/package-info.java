/**
 * Pictures of saga definitions.
 *
 * <p>Start at {@link io.palinode.saga.diagram.SagaDiagram}.
 */
@NullMarked
package io.palinode.saga.diagram;

import org.jspecify.annotations.NullMarked;
