package io.palinode.server.journal;

import io.palinode.saga.DefinitionRef;
import io.palinode.saga.Outline;
import io.palinode.saga.SagaDefinition;

/** A definition as its namespace remembers it: enough to compare another one with it. */
public record StoredDefinition(DefinitionRef ref, Outline outline) {

  public static StoredDefinition of(SagaDefinition<?> definition) {
    return new StoredDefinition(definition.ref(), definition.outline());
  }
}
