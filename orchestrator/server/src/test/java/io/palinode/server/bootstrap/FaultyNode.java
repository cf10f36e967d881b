package io.palinode.server.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.server.e2e.TripSaga;
import io.palinode.server.faults.FailPoint;
import io.palinode.server.runtime.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;

/**
 * An orchestrator in a process of its own that stops dead at a checkpoint, so that a test can kill
 * it there.
 *
 * <ul>
 *   <li>Its arguments are settings, as {@code key=value}.
 *   <li>It prints {@code ready} when it serves.
 *   <li>The line {@code arm <checkpoint> <n>} on its standard input makes it stop when that
 *       checkpoint is reached for the n-th time from now; it answers {@code armed}, and prints
 *       {@code reached <checkpoint>} when it has stopped.
 *   <li>The line {@code go} lets it go on; it answers {@code gone}.
 *   <li>It ends when its standard input does, so it does not outlive the test.
 * </ul>
 */
public final class FaultyNode {
  private FaultyNode() {}

  public static void main(String... arguments) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    FailPoint point = new FailPoint(checkpoint -> System.out.println("reached " + checkpoint));
    start(settings, point);
    System.out.println("ready");

    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      follow(order.split(" ", -1), point);
    }
    Runtime.getRuntime().halt(1);
  }

  /** Starts a node of the trips in this process. */
  public static Orchestrator start(Map<String, String> settings, FailPoint point) {
    return Orchestrator.start(OrchestratorSettings.of(settings), TripSaga.definitions(), point);
  }

  private static void follow(String[] order, FailPoint point) {
    if (order[0].equals("go")) {
      point.letGo();
      System.out.println("gone");
    } else {
      point.arm(Checkpoint.valueOf(order[1]), Integer.parseInt(order[2]));
      System.out.println("armed");
    }
  }
}
