package io.palinode.embedded;

import java.util.concurrent.ExecutionException;

/**
 * Says that an embedded server could not start, and what to do about it.
 *
 * <p>Whatever had been started before the failure is stopped again when this is thrown.
 */
public final class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedServerException(String message) {
    super(message);
  }

  EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }

  static EmbeddedServerException portTaken(String server, int port, Throwable cause) {
    return new EmbeddedServerException(
        "%s cannot listen on 127.0.0.1:%d, the port is taken. Stop the process that holds it, choose another port, or pass 0 for a free one."
            .formatted(server, port),
        cause);
  }

  static EmbeddedServerException didNotStart(String server, Exception failure) {
    var reason = reasonOf(failure);
    if (reason instanceof EmbeddedServerException alreadyExplained) {
      return alreadyExplained;
    }
    return new EmbeddedServerException("%s did not start: %s".formatted(server, reason), reason);
  }

  private static Throwable reasonOf(Exception failure) {
    var cause = failure.getCause();
    return failure instanceof ExecutionException && cause != null ? cause : failure;
  }
}
