package io.palinode.server.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A main class in a process of its own, on this test's class path, that can be killed and frozen.
 *
 * <ul>
 *   <li>Freezing and thawing are SIGSTOP and SIGCONT, sent with the shell's {@code kill}.
 *   <li>Orders that are given while it is frozen wait in its standard input.
 *   <li>Its errors are part of its output.
 * </ul>
 *
 * <p>Thread-safe. Closing it kills the process if it still runs, frozen or not.
 */
public final class ChildJvm implements AutoCloseable {
  private static final List<String> LEAN =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "child-output-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a main class with these options of the JVM and these arguments. */
  public static ChildJvm start(Class<?> main, List<String> options, List<String> arguments) {
    return start(List.of(), main, options, arguments);
  }

  /** Starts it behind a command that ends by running what comes after it, as {@code exec} does. */
  public static ChildJvm start(
      List<String> wrapper, Class<?> main, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LEAN);
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Every line that it has printed so far. */
  public List<String> output() {
    return List.copyOf(output);
  }

  /** Writes a line to its standard input. */
  public void order(String line) {
    try {
      process.outputWriter(UTF_8).write(line + "\n");
      process.outputWriter(UTF_8).flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops every thread of it, as a very long pause of its machine would. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  /** Kills it as {@code kill -9} does, and returns its exit code. */
  public int kill() {
    process.destroyForcibly();
    return awaitExit();
  }

  /** Waits until it has ended, and returns its exit code. */
  public int awaitExit() {
    return awaitExit(process);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
      int exit = awaitExit(kill);
      if (exit != 0) {
        throw new AssertionError("kill -%s %d ended with %d".formatted(name, pid(), exit));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int awaitExit(Process ending) {
    try {
      return ending.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while a process ended.", e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
  }
}
