/**
 * The saga client on Kafka.
 *
 * <p>Start at {@link io.palinode.client.kafka.KafkaSagaClient#connect}.
 */
@NullMarked
package io.palinode.client.kafka;

import org.jspecify.annotations.NullMarked;
