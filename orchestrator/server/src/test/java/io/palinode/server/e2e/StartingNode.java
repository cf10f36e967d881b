package io.palinode.server.e2e;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.e2e.TripSaga.SendTicket;
import io.palinode.server.e2e.TripSaga.Trip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * An orchestrator in a process of its own whose sagas are started by the records of a topic.
 *
 * <ul>
 *   <li>Its arguments are settings, as {@code key=value}.
 *   <li>It prints {@code ready} when it serves.
 *   <li>It gets stuck in the middle of the records of a poll, at the trip {@link #STUCK_AT}, and
 *       then prints {@code stuck}.
 *   <li>It ends when its standard input does, so it does not outlive the test.
 * </ul>
 */
public final class StartingNode {
  static final int STUCK_AT = 150;

  private StartingNode() {}

  record TripOrdered(int number, String city) {
    String sagaId() {
      return "ordered-" + number;
    }
  }

  public static void main(String... arguments) throws IOException {
    serve(arguments, namespace -> definitions(namespace, StartingNode::getStuck));
  }

  /**
   * Runs an orchestrator with these settings for as long as the standard input lasts.
   *
   * @param definitions makes them for a namespace
   */
  static void serve(String[] arguments, Function<String, List<SagaDefinition<?>>> definitions)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    Orchestrator.start(settings, definitions.apply(settings.get("saga.namespace")));
    System.out.println("ready");
    int order = System.in.read();
    while (order >= 0) {
      order = System.in.read();
    }
    Runtime.getRuntime().halt(1);
  }

  static String topic(String namespace) {
    return namespace + ".trips-ordered";
  }

  /** The trips, and one that is started by a record; it is told of each record that it maps. */
  static List<SagaDefinition<?>> definitions(String namespace, Mapped mapped) {
    List<SagaDefinition<?>> all = new ArrayList<>(TripSaga.definitions());
    all.add(
        Saga.named("ordered-trip", Trip.class)
            .startedBy(topic(namespace), TripOrdered.class)
            .onlyIf(ordered -> !ordered.city().isEmpty())
            .id(
                ordered -> {
                  mapped.mapped(ordered.number());
                  return ordered.sagaId();
                })
            .data(ordered -> Trip.to(ordered.city()))
            .step(TripSaga.TICKET)
            .at(TripSaga.AGENCY)
            .command(trip -> new SendTicket(trip.city()))
            .retriable()
            .build());
    return all;
  }

  /** Hears of each record that is mapped. */
  interface Mapped {
    void mapped(int number);
  }

  private static void getStuck(int number) {
    if (number == STUCK_AT) {
      System.out.println("stuck");
      while (true) {
        LockSupport.park();
      }
    }
  }
}
