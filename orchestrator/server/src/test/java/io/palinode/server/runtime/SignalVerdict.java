package io.palinode.server.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.SagaState;
import io.palinode.core.key.Mailbox;
import io.palinode.core.key.Waiting;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import io.palinode.message.SagaReport;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.journal.MemoryJournals;
import io.palinode.server.journal.StoredKey;
import io.palinode.server.runtime.SimulatedSagas.Journey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold of the signals when a simulation has come to rest: each that was sent is with one
 * saga, or is kept, and none is in two places.
 */
final class SignalVerdict {
  private final Simulation simulation;
  private final Map<String, SagaState> left;

  SignalVerdict(Simulation simulation, Map<String, SagaState> left) {
    this.simulation = simulation;
    this.left = left;
  }

  void check() {
    List<String> found = new ArrayList<>(taken());
    for (MemoryJournals journal : simulation.journals) {
      for (StoredKey key : journal.keys()) {
        if (KeyAddress.parse(key.address()).use() == KeyUse.SIGNAL) {
          found.addAll(kept((Mailbox) KeyCodec.decode(KeyUse.SIGNAL, key.content())));
        }
      }
    }
    assertThat(found).as("signals").containsExactlyInAnyOrderElementsOf(simulation.signals);
  }

  private List<String> kept(Mailbox mailbox) {
    assertThat(left.keySet())
        .as("sagas that wait")
        .containsAll(mailbox.waiting().stream().map(Waiting::sagaId).toList());
    List<String> ids = new ArrayList<>();
    mailbox.kept().forEach(kept -> ids.add(kept.signalId()));
    mailbox.given().forEach(given -> ids.add(given.signal().signalId()));
    return ids;
  }

  /** What sagas have taken, by their data. */
  private List<String> taken() {
    Map<String, Journey> journeys = new HashMap<>();
    simulation.broker.records(simulation.topics.events()).stream()
        .map(SagaReport::from)
        .filter(report -> report.status().ended() && report.data() != null)
        .forEach(
            report ->
                journeys.put(
                    report.sagaId(),
                    SimulatedSagas.CODEC.decode(
                        new Payload("journey", report.data().toString().getBytes(UTF_8)),
                        Journey.class)));
    left.forEach(
        (id, state) -> journeys.put(id, SimulatedSagas.CODEC.decode(state.data(), Journey.class)));
    return journeys.values().stream()
        .flatMap(journey -> journey.travelled().stream())
        .filter(leg -> leg.startsWith(SimulatedSagas.TICKET))
        .map(leg -> leg.substring(SimulatedSagas.TICKET.length()))
        .toList();
  }
}
