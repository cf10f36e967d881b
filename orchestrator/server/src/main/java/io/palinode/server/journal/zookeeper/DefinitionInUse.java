package io.palinode.server.journal.zookeeper;

/** A definition cannot be forgotten. The message says what is in the way. */
public final class DefinitionInUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DefinitionInUse(String message) {
    super(message);
  }
}
