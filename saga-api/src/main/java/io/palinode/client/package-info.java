/**
 * Starts sagas and follows them to their end.
 *
 * <p>Start at {@link io.palinode.client.SagaClient}. Nothing here knows Kafka; see {@code
 * io.palinode.client.kafka}.
 */
@NullMarked
package io.palinode.client;

import org.jspecify.annotations.NullMarked;
