package io.palinode.chaos;

import io.palinode.chaos.saga.Errands;
import io.palinode.embedded.process.Leash;
import io.palinode.server.bootstrap.Orchestrator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Main of an orchestrator's process. Its arguments are settings, as {@code key=value}.
 *
 * <p>Whenever its counters have changed it prints them, so that they outlive it. SIGTERM ends it in
 * order.
 */
final class OrchestratorMain {
  static final String COUNTS = "counts ";
  private static final long LOOK_NANOS = 200_000_000;

  private OrchestratorMain() {}

  public static void main(String[] arguments) {
    Leash.hold();
    Map<String, String> settings = new HashMap<>();
    for (var argument : arguments) {
      int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    var orchestrator = Orchestrator.start(settings, List.copyOf(Errands.all()));
    Runtime.getRuntime().addShutdownHook(new Thread(orchestrator::close, "stop-orchestrator"));
    System.out.println("ready");
    var told = "";
    while (true) {
      var counts = orchestrator.counters().toString();
      if (!counts.equals(told)) {
        told = counts;
        System.out.println(COUNTS + counts);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
