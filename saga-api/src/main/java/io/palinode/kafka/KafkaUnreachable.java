package io.palinode.kafka;

/** Kafka did not answer, or lacks what is needed, within the time that a start may take. */
public final class KafkaUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaUnreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
