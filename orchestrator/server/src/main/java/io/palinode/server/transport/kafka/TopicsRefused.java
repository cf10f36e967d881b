package io.palinode.server.transport.kafka;

/**
 * The topics are not as they must be. The message says what was expected, what is, and the cure.
 */
public final class TopicsRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicsRefused(String message) {
    super(message);
  }

  TopicsRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
