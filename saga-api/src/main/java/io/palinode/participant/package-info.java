/**
 * The participant's half of a saga: handlers for commands, and the memory that applies each command
 * once.
 *
 * <p>Start at {@link io.palinode.participant.Participant#named}. Nothing here knows Kafka, reads a
 * clock or sleeps; see {@code io.palinode.participant.kafka} for the process around it.
 */
@NullMarked
package io.palinode.participant;

import org.jspecify.annotations.NullMarked;
