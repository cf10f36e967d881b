package io.palinode.server.transport.kafka;

import io.palinode.server.transport.RecordRefused;
import java.util.List;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Tells a fault of the producer from a fault of one record. */
final class ProducerFault {
  /**
   * After any of these a producer refuses all later records, or has lost its place in the order.
   */
  private static final List<Class<? extends Exception>> FATAL =
      List.of(
          AuthenticationException.class,
          ClusterAuthorizationException.class,
          InvalidPidMappingException.class,
          InvalidProducerEpochException.class,
          OutOfOrderSequenceException.class,
          ProducerFencedException.class,
          UnknownProducerIdException.class,
          UnsupportedVersionException.class,
          IllegalStateException.class);

  private static final List<Class<? extends Exception>> OF_THE_RECORD =
      List.of(
          InvalidTopicException.class, RecordTooLargeException.class, SerializationException.class);

  private ProducerFault() {}

  static boolean isFatal(Exception why) {
    return isOneOf(FATAL, why);
  }

  /** The fault itself, or a {@link RecordRefused} where sending again is of no use. */
  static Exception explained(String topic, Exception why) {
    return isOneOf(OF_THE_RECORD, why)
        ? new RecordRefused(
            "Kafka refuses a record for %s: %s".formatted(topic, why.getMessage()), why)
        : why;
  }

  private static boolean isOneOf(List<Class<? extends Exception>> types, Exception why) {
    return types.stream().anyMatch(type -> type.isInstance(why));
  }
}
