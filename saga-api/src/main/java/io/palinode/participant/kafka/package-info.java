/**
 * Runs a participant on Kafka: reads its command topic, sends its replies, and commits what has
 * been answered.
 *
 * <p>Start at {@link io.palinode.participant.kafka.KafkaParticipant#start}.
 */
@NullMarked
package io.palinode.participant.kafka;

import org.jspecify.annotations.NullMarked;
