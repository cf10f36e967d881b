package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What must hold of notices when a simulation has come to rest: for each time that a saga parked,
 * and for each end, there is a notice in Kafka, and however many copies there are, all have one id.
 */
final class NoticeVerdict {
  private final Simulation simulation;

  NoticeVerdict(Simulation simulation) {
    this.simulation = simulation;
  }

  void check() {
    Map<String, Integer> parked = simulation.facts.parked();
    for (String sagaId : simulation.started.keySet()) {
      List<String> facts = new ArrayList<>();
      for (int times = 1; times <= parked.getOrDefault(sagaId, 0); times++) {
        facts.add(times == 1 ? "parked" : "parked " + times);
      }
      for (SagaStatus end : simulation.facts.ends(sagaId)) {
        facts.add(end.word());
      }
      assertThat(told(sagaId))
          .as("facts of %s of which notice was given", sagaId)
          .containsExactlyInAnyOrderElementsOf(facts);
    }
  }

  /** What was told under each id that there is; the time in it is left out. */
  private List<String> told(String sagaId) {
    TreeSet<String> ids = new TreeSet<>();
    simulation.broker.records(SimulatedSagas.NOTICES).stream()
        .filter(record -> sagaId.equals(record.key()))
        .forEach(record -> ids.add(record.headers().get("ce_id")));
    return ids.stream()
        .map(id -> id.replaceAll("[^/]+/([a-z]+)/[0-9]+/notice(?:/([0-9]+))?", "$1 $2").trim())
        .toList();
  }
}
