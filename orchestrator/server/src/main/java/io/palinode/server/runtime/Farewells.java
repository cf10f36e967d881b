package io.palinode.server.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What Kafka has acknowledged of that which must be sent before an ended saga may leave the
 * journal: its report, and a release for each of its keys.
 *
 * <p>Used by the shard's thread only.
 */
final class Farewells {
  private static final String REPORT = "";

  private final Map<String, Set<String>> bySaga = new HashMap<>();

  /** Kafka has the report of the ended saga; true if nothing is left to send. */
  boolean reported(LiveSaga saga) {
    return heard(saga, REPORT);
  }

  /** Kafka has the release of one of the ended saga's keys; true if nothing is left to send. */
  boolean released(LiveSaga saga, String address) {
    return heard(saga, address);
  }

  private boolean heard(LiveSaga saga, String what) {
    if (saga.state().keys().isEmpty()) {
      return what.equals(REPORT);
    }
    Set<String> heard = bySaga.computeIfAbsent(saga.id(), id -> new HashSet<>());
    heard.add(what);
    boolean all =
        heard.contains(REPORT)
            && saga.state().keys().stream().allMatch(key -> heard.contains(key.address()));
    if (all) {
      bySaga.remove(saga.id());
    }
    return all;
  }
}
