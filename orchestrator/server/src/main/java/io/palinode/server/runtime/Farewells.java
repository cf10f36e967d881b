package io.palinode.server.runtime;

import io.palinode.core.SagaMachine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What Kafka has acknowledged of that which must be sent before an ended saga may leave the
 * journal: its report, its notice if it gives one, what its log owes beside them, and a release for
 * each of its keys.
 *
 * <p>Used by the shard's thread only.
 */
final class Farewells {
  /** No key has such an address. */
  private static final String REPORT = "";

  private static final String NOTICE = " ";
  private static final String OWED = "  ";

  private final OwedUnderWay underWay;
  private final Map<String, Set<String>> bySaga = new HashMap<>();

  Farewells(OwedUnderWay underWay) {
    this.underWay = underWay;
  }

  /** Kafka has the report of the ended saga; true if nothing is left to send. */
  boolean reported(LiveSaga saga) {
    return heard(saga, REPORT);
  }

  /** Kafka has the release of one of the ended saga's keys; true if nothing is left to send. */
  boolean released(LiveSaga saga, String address) {
    return heard(saga, address);
  }

  /** Kafka has the notice of the ended saga; true if nothing is left to send. */
  boolean noticed(LiveSaga saga) {
    return heard(saga, NOTICE);
  }

  /**
   * Kafka has a notice of a time that the ended saga parked, or an answer to a request; true if
   * nothing is left to send.
   */
  boolean paid(LiveSaga saga) {
    return !underWay.hasAny(saga.id()) && heard(saga, OWED);
  }

  private boolean heard(LiveSaga saga, String what) {
    Set<String> owed = owed(saga);
    if (owed.size() == 1 && !bySaga.containsKey(saga.id())) {
      return owed.contains(what);
    }
    Set<String> heard = bySaga.computeIfAbsent(saga.id(), id -> new HashSet<>());
    heard.add(what);
    boolean all = heard.containsAll(owed);
    if (all) {
      bySaga.remove(saga.id());
    }
    return all;
  }

  private Set<String> owed(LiveSaga saga) {
    Set<String> owed = new HashSet<>(Set.of(REPORT));
    if (underWay.hasAny(saga.id())) {
      owed.add(OWED);
    }
    SagaMachine<?> machine = saga.machine();
    if (machine != null && machine.definition().notice(saga.state().status()).isPresent()) {
      owed.add(NOTICE);
    }
    saga.state().keys().forEach(key -> owed.add(key.address()));
    return owed;
  }
}
