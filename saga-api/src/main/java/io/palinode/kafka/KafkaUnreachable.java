package io.palinode.kafka;

import org.jspecify.annotations.Nullable;

/** Kafka did not answer, or lacks what is needed, within the time that a start may take. */
public final class KafkaUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KafkaUnreachable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
