package io.palinode.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * The Kafka topics through which one run talks: starts go in, events come out, the rest is between
 * the loop and its echo.
 */
record Topics(String starts, String replies, String events, List<String> commands) {
  Stream<String> all() {
    return Stream.concat(Stream.of(starts, replies, events), commands.stream());
  }
}
