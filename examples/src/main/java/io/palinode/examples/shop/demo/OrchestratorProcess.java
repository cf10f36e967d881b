package io.palinode.examples.shop.demo;

import io.palinode.examples.shop.node.ShopOrchestrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An orchestrator in a JVM of its own, so that it can be killed.
 *
 * <p>It ends with this process, however this process ends: it reads its input, which this process
 * holds open.
 *
 * <p>Used by one thread.
 */
final class OrchestratorProcess implements AutoCloseable {
  private static final int DRAIN_SECONDS = 10;

  private final Process process;

  private OrchestratorProcess(Process process) {
    this.process = process;
  }

  /** Starts one; it is not ready yet when this returns. */
  static OrchestratorProcess start(Map<String, String> settings, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "-Xshare:auto"));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(ShopOrchestrator.class.getName());
    command.add(ShopOrchestrator.UNTIL_INPUT_ENDS);
    try {
      return new OrchestratorProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("The orchestrator's process cannot be started.", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Kills it as {@code kill -9} does, and returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it drain, and kills it if it does not come to an end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
