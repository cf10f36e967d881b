package io.palinode.server.journal.zookeeper;

/**
 * This orchestrator is not configured as its namespace was made. It must not start. The message
 * says what was expected, what came, and how to mend it.
 */
public final class NamespaceMismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NamespaceMismatch(String message) {
    super(message);
  }
}
