package io.palinode.server.transport.kafka;

/** Kafka did not answer, or did not know a topic, in the time allowed. The message says where. */
public final class KafkaUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaUnreachable(String message) {
    super(message);
  }

  KafkaUnreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
