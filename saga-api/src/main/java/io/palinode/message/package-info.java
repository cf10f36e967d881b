/**
 * The words that travel over Kafka: commands, replies, starts and reports, each with its headers
 * and its limits.
 *
 * <p>Nothing here knows a Kafka client; adapters copy a {@link io.palinode.message.WireRecord} to
 * and from their own record type.
 */
@NullMarked
package io.palinode.message;

import org.jspecify.annotations.NullMarked;
