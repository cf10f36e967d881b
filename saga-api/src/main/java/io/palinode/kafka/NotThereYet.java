package io.palinode.kafka;

import org.apache.kafka.common.KafkaException;

/** Something that another process makes is missing, and is worth waiting for. */
final class NotThereYet extends KafkaException {
  private static final long serialVersionUID = 1L;

  NotThereYet(String message) {
    super(message);
  }
}
