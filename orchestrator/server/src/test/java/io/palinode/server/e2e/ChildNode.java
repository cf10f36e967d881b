package io.palinode.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.bootstrap.FaultyNode;
import io.palinode.server.runtime.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A {@link FaultyNode} in a process of its own, which a test arms and kills.
 *
 * <p>For the test's thread; closing it kills the process if it still runs.
 */
final class ChildNode implements AutoCloseable {
  /** What the shell says of a process that was ended by SIGKILL. */
  static final int KILLED = 128 + 9;

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();

  private ChildNode(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "child-node-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a node of this world; returns when it serves. */
  static ChildNode start(World world) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-Dorg.slf4j.simpleLogger.log.org.apache=warn",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                FaultyNode.class.getName()));
    world.settings().forEach((key, value) -> command.add(key + "=" + value));
    try {
      ChildNode child =
          new ChildNode(new ProcessBuilder(command).redirectErrorStream(true).start());
      child.awaitLine("ready");
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the process stop at the next hit of a checkpoint. */
  void arm(Checkpoint checkpoint) {
    try {
      process.outputWriter(UTF_8).write("arm " + checkpoint + " 1\n");
      process.outputWriter(UTF_8).flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitLine("armed");
  }

  /** Waits until the process stands at the checkpoint; fails if it does not get there. */
  void awaitReached(Checkpoint checkpoint) {
    awaitLine("reached " + checkpoint);
  }

  /** Kills the process as {@code kill -9} does. */
  void kill() {
    try {
      assertThat(process.destroyForcibly().waitFor())
          .as("exit of a process that was alive until it was killed; it said: %s", output)
          .isEqualTo(KILLED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void awaitLine(String line) {
    World.waiting()
        .untilAsserted(
            () -> {
              assertThat(output).contains(line);
            });
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
