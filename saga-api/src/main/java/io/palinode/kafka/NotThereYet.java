package io.palinode.kafka;

import org.apache.kafka.common.errors.RetriableException;

/** Something that another process makes is missing, and is worth waiting for. */
public final class NotThereYet extends RetriableException {
  private static final long serialVersionUID = 1L;

  public NotThereYet(String message) {
    super(message);
  }
}
