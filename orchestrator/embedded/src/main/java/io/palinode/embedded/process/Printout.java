package io.palinode.embedded.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a child has printed: whether it is ready, how it stands, and its last lines.
 *
 * <p>Thread-safe; one thread reads it.
 */
final class Printout {
  private static final String READY = "ready";
  private static final String STATUS = "status ";
  private static final int KEPT_LINES = 60;

  private final Consumer<String> listener;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile String status = "";

  /**
   * @param listener hears of each line but those that say how the child stands
   */
  Printout(Consumer<String> listener) {
    this.listener = listener;
  }

  void readToEnd(BufferedReader output) {
    try (output) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(STATUS)) {
          status = line.substring(STATUS.length());
          continue;
        }
        keep(line);
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()).strip());
        }
      }
    } catch (IOException e) {
      keep("(output broken off: " + e.getMessage() + ")");
    }
  }

  /** The child is gone: nobody need wait for it to be ready. */
  void ended() {
    ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
  }

  /** What it said when it was ready. */
  String awaitReady(Duration limit)
      throws InterruptedException, TimeoutException, ExecutionException {
    return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The last status that it printed; empty before the first. */
  String status() {
    return status;
  }

  /** The last lines but for its statuses, as one text. */
  String lastLines() {
    synchronized (lastLines) {
      return String.join("\n", lastLines);
    }
  }

  private void keep(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > KEPT_LINES) {
        lastLines.removeFirst();
      }
    }
    listener.accept(line);
  }
}
