package io.palinode.embedded.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A JVM started by this one, with the class path of this one.
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
public final class Child {
  /** What the operating system reports of a process that SIGKILL has ended. */
  public static final int KILLED = 128 + 9;

  /** What it reports of one that SIGTERM has ended, after its shutdown hooks. */
  public static final int TERMINATED = 128 + 15;

  private static final String READY = "ready";
  private static final String STATUS = "status ";
  private static final int KEPT_LINES = 60;

  /** For one whose servers are being broken meanwhile, on a busy machine. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final Launch launch;
  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private volatile String status = "";
  private volatile boolean askedToEnd;

  private Child(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  static Child launch(Launch launch, Consumer<Child> whenEnded) {
    try {
      var process = new ProcessBuilder(launch.command()).redirectErrorStream(true).start();
      var child = new Child(launch, process);
      var reader = new Thread(() -> child.readToEnd(whenEnded), launch.name() + "-output");
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + launch.name(), e);
    }
  }

  public String name() {
    return launch.name();
  }

  public long pid() {
    return process.pid();
  }

  /** What it says when it is ready. */
  public String awaitReady() throws InterruptedException {
    try {
      return ready.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(lastWords(), e);
    }
  }

  /** The last status that it printed; empty before the first. */
  public String status() {
    return status;
  }

  /** Processor time used so far. */
  public Duration cpu() {
    return usage().cpu();
  }

  /** What it has used so far. */
  public Usage usage() {
    return Usage.of(process.toHandle());
  }

  boolean wasAskedToEnd() {
    return askedToEnd;
  }

  /** Its state and the last lines it printed. */
  public String lastWords() {
    var state = process.isAlive() ? "is not ready" : "ended with status " + process.exitValue();
    synchronized (lastLines) {
      return "The JVM '%s' %s. It last printed:%n%s"
          .formatted(name(), state, String.join("\n", lastLines));
    }
  }

  /** Lets go of its leash, and returns when it has ended. */
  public void end() throws InterruptedException {
    askedToEnd = true;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has closed its own end, so it is ending already.
    }
    process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    kill();
  }

  /** Asks it to end in order, as SIGTERM does, and does not wait for it. */
  public void askToEnd() {
    askedToEnd = true;
    process.toHandle().destroy(); // Process.destroy would let go of its leash too
  }

  /**
   * Asks it to end in order, as SIGTERM does, and returns its exit status: {@link #TERMINATED} if
   * it did, {@link #KILLED} if it had to be killed when the time was over.
   */
  public int terminate(Duration limit) throws InterruptedException {
    askToEnd();
    process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    return kill();
  }

  /**
   * Ends it at once, as SIGKILL does, and returns its exit status when it has ended: {@link
   * #KILLED}, unless it had ended before.
   */
  public int kill() {
    askedToEnd = true;
    return process.destroyForcibly().onExit().join().exitValue();
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
    if (launch.log() != null) {
      try {
        Files.writeString(
            launch.log(), line + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
