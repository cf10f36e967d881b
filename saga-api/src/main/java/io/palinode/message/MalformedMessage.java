package io.palinode.message;

/**
 * A record that does not say what its topic's records must say. The message says what was expected
 * and what came.
 */
public final class MalformedMessage extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public MalformedMessage(String message) {
    super(message);
  }

  public MalformedMessage(String message, Throwable cause) {
    super(message, cause);
  }
}
