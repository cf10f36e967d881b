/**
 * The transport over Kafka: the only package of the server that knows Kafka's clients.
 *
 * <p>Nothing here knows a saga. Whoever makes these classes closes them.
 */
@NullMarked
package io.palinode.server.transport.kafka;

import org.jspecify.annotations.NullMarked;
