package io.palinode.server.journal.zookeeper;

/**
 * A definition is not what its namespace has served under the same name and version. The
 * orchestrator must not start. The message says what is different, and how to mend it.
 */
public final class DefinitionChanged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DefinitionChanged(String message) {
    super(message);
  }
}
