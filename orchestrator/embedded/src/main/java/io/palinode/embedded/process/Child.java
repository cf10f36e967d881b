package io.palinode.embedded.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
 *   <li>Its errors are part of what it prints.
 *   <li>It ends when it is asked to, and with this JVM, whatever ends this JVM, if its main holds
 *       its {@link Leash} or reads its orders to their end.
 *   <li>It can be frozen where a shell's {@code kill} sends SIGSTOP. Orders that are given
 *       meanwhile wait for it.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class Child {
  /** What the operating system reports of a process that SIGKILL has ended. */
  public static final int KILLED = 128 + 9;

  /** What it reports of one that SIGTERM has ended, after its shutdown hooks. */
  public static final int TERMINATED = 128 + 15;

  /** For one whose servers are being broken meanwhile, on a busy machine. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final Launch launch;
  private final Process process;
  private final Printout printout;
  private volatile boolean askedToEnd;

  private Child(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
    this.printout = new Printout(launch.listener());
  }

  /**
   * Starts a JVM that may end when it likes; those that may not are started by {@link Children}.
   */
  public static Child launch(Launch launch) {
    return launch(launch, child -> {});
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

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it says when it is ready. */
  public String awaitReady() throws InterruptedException {
    try {
      return printout.awaitReady(READY_WITHIN);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(lastWords(), e);
    }
  }

  /** The last status that it printed; empty before the first. */
  public String status() {
    return printout.status();
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
    return "The JVM '%s' %s. It last printed:%n%s".formatted(name(), state, printout.lastLines());
  }

  /** Writes a line to its standard input, if its main reads orders there and holds no leash. */
  public void order(String line) {
    try {
      var orders = process.outputWriter(UTF_8);
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(lastWords(), e);
    }
  }

  /** Stops every thread of it, as a very long pause of its machine would. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() {
    signal("CONT");
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
   * Ends it at once, as SIGKILL does, frozen or not, and returns its exit status when it has ended:
   * {@link #KILLED}, unless it had ended before.
   */
  public int kill() {
    askedToEnd = true;
    return process.destroyForcibly().onExit().join().exitValue();
  }

  private void signal(String signal) {
    try {
      var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start();
      int exit = kill.onExit().join().exitValue();
      if (exit != 0) {
        throw new IllegalStateException("kill -%s ended with %d".formatted(signal, exit));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing to send signals with", e);
    }
  }

  private void readToEnd(Consumer<Child> whenEnded) {
    printout.readToEnd(process.inputReader());
    process.onExit().join();
    whenEnded.accept(this);
    printout.ended();
  }
}
