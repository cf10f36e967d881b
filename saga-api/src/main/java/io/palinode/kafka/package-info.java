/**
 * What every Kafka adapter here shares: configurations, records, dead letters, topics, the loop
 * that reads them, and the first contact with a broker.
 *
 * <p>Only this package and the packages named {@code kafka} below others know the Kafka client
 * library.
 */
@NullMarked
package io.palinode.kafka;

import org.jspecify.annotations.NullMarked;
