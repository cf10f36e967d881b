/**
 * Tests of one's own sagas: the real machine, no Kafka, no ZooKeeper, and a clock that only the
 * test moves.
 *
 * <p>Start at {@link io.palinode.testkit.SagaTest#of}. It needs no test framework; what is not as
 * expected is an {@link java.lang.AssertionError}.
 */
@NullMarked
package io.palinode.testkit;

import org.jspecify.annotations.NullMarked;
