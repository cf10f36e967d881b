package io.palinode.saga;

/** A record that was to start a saga and cannot; the message says why. */
public final class UnusableRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableRecord(String message, Throwable cause) {
    super(message, cause);
  }
}
