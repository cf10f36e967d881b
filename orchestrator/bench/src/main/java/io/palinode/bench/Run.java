package io.palinode.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * One run of one subject: what every process of the run is told.
 *
 * <p>The namespace is new for each run, so a run never meets topics or znodes of the one before.
 * Child JVMs receive the run as their only argument. Immutable.
 *
 * @param lingerMillis how long every producer of the run waits to fill a batch
 */
record Run(
    String subject,
    String namespace,
    Servers servers,
    int shards,
    boolean locks,
    int lingerMillis) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Run fromArgument(String argument) {
    try {
      return JSON.readValue(argument, Run.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a run: " + argument, e);
    }
  }

  String toArgument() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A run has only plain fields", e);
    }
  }
}
