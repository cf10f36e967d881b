package io.palinode.server.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.server.e2e.TripSaga;
import io.palinode.server.runtime.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

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
    FailPoint point = new FailPoint();
    Orchestrator.start(OrchestratorSettings.of(settings), TripSaga.definitions(), point);
    System.out.println("ready");

    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", -1);
      point.arm(Checkpoint.valueOf(words[1]), Integer.parseInt(words[2]));
      System.out.println("armed");
    }
    Runtime.getRuntime().halt(1);
  }

  /** Stops the thread that reaches a checkpoint for the n-th time, for ever. */
  private static final class FailPoint implements Checkpoint.Listener {
    private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();

    private record Armed(Checkpoint checkpoint, int hits) {}

    void arm(Checkpoint checkpoint, int hits) {
      armed.set(new Armed(checkpoint, hits));
    }

    @Override
    public void reached(Checkpoint checkpoint) {
      Armed now =
          armed.updateAndGet(
              before ->
                  before == null || before.checkpoint() != checkpoint
                      ? before
                      : new Armed(checkpoint, before.hits() - 1));
      if (now != null && now.checkpoint() == checkpoint && now.hits() == 0) {
        System.out.println("reached " + checkpoint);
        while (true) {
          LockSupport.park(this);
        }
      }
    }
  }
}
