package io.palinode.server.transport.kafka;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Which failures of a start pass while it waits, and which need a person at once.
 *
 * <p>A name that does not resolve and a refused login are waited for like a closed port: at the
 * start of a whole installation they mend themselves.
 */
final class Passing {
  private Passing() {}

  static boolean passes(KafkaException failure) {
    return failure instanceof RetriableException
        || failure instanceof AuthenticationException
        || isUnresolved(failure);
  }

  /** Kafka has no type of its own for a host name that is not known (yet). */
  private static boolean isUnresolved(KafkaException failure) {
    return failure.getCause() instanceof ConfigException wrong
        && String.valueOf(wrong.getMessage()).contains("No resolvable bootstrap");
  }
}
