package io.palinode.server.journal;

/**
 * A saga's log that this version cannot read: damaged, or written by a newer one. The message says
 * what was expected and what came.
 *
 * <p>Its saga is parked. Nothing of the log is skipped, and nothing is written over it.
 */
public final class UnreadableLog extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableLog(String message) {
    super(message);
  }

  UnreadableLog(String message, Throwable cause) {
    super(message, cause);
  }
}
