package io.palinode.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A JVM started for the benchmark, with the class path of this one.
 *
 * <ul>
 *   <li>It is ready when it prints a line that begins with {@code ready}; what follows on the line
 *       is for its parent.
 *   <li>A line that begins with {@code status} says how it stands; the last one is kept apart.
 *   <li>It ends when it is asked to, and with this JVM, whatever ends this JVM; see {@link Leash}.
 * </ul>
 *
 * <p>Thread-safe.
 */
final class Child {
  private static final String READY = "ready";
  private static final String STATUS = "status ";
  private static final int KEPT_LINES = 60;
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile String status = "";
  private volatile boolean askedToEnd;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  static Child launch(
      String name, Class<?> main, String heap, String[] arguments, Consumer<Child> whenEnded) {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of("-Xms" + heap, "-Xmx" + heap, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    try {
      var child = new Child(name, new ProcessBuilder(command).redirectErrorStream(true).start());
      var reader = new Thread(() -> child.readToEnd(whenEnded), name + "-output");
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
  }

  String name() {
    return name;
  }

  /** What it says when it is ready. */
  String awaitReady() throws InterruptedException {
    try {
      return ready.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(lastWords(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The last status that it printed; empty before the first. */
  String status() {
    return status;
  }

  /** Processor time used so far. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  boolean wasAskedToEnd() {
    return askedToEnd;
  }

  /** Its state and the last lines it printed. */
  String lastWords() {
    var state = process.isAlive() ? "is not ready" : "ended with status " + process.exitValue();
    synchronized (lastLines) {
      return "The JVM '%s' %s. It last printed:%n%s"
          .formatted(name, state, String.join("\n", lastLines));
    }
  }

  /** Lets go of its leash, and returns when it has ended. */
  void end() throws InterruptedException {
    askedToEnd = true;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has closed its own end, so it is ending already.
    }
    process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    kill();
  }

  /** Ends it at once, and returns when it has ended. */
  void kill() {
    askedToEnd = true;
    process.destroyForcibly().onExit().join();
  }

  private void readToEnd(Consumer<Child> whenEnded) {
    try (var output = process.inputReader()) {
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
    process.onExit().join();
    whenEnded.accept(this);
    ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
  }

  private void keep(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > KEPT_LINES) {
        lastLines.removeFirst();
      }
    }
  }
}
