package io.palinode.server.e2e;

import io.palinode.saga.Missed;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.e2e.TripSaga.SendTicket;
import io.palinode.server.e2e.TripSaga.Trip;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An orchestrator in a process of its own that starts a saga every second; otherwise like a {@link
 * StartingNode}.
 */
public final class TickingNode {
  static final String SAGA = "ticking-trip";

  private TickingNode() {}

  public static void main(String... arguments) throws IOException {
    StartingNode.serve(arguments, namespace -> definitions());
  }

  static List<SagaDefinition<?>> definitions() {
    List<SagaDefinition<?>> all = new ArrayList<>(TripSaga.definitions());
    all.add(
        Saga.named(SAGA, Trip.class)
            .every(Duration.ofSeconds(1))
            .ifMissed(Missed.SKIP)
            .data(time -> Trip.to(time.toString()))
            .step(TripSaga.TICKET)
            .at(TripSaga.AGENCY)
            .command(trip -> new SendTicket(trip.city()))
            .retriable()
            .build());
    return all;
  }
}
