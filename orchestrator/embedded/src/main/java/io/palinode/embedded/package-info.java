/**
 * Kafka and ZooKeeper inside the calling JVM, for the demo, development and tests.
 *
 * <p>Both listen on the loopback address only, without TLS or authentication. They are the real
 * servers, not imitations, so what holds against them holds against a cluster, but for what needs
 * more than one node.
 */
@NullMarked
package io.palinode.embedded;

import org.jspecify.annotations.NullMarked;
