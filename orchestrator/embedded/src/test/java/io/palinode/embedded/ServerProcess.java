package io.palinode.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@link EmbeddedServers} in a JVM of its own, without the test's logging configuration. */
record ServerProcess(Process process, BufferedReader output, Path errors) implements AutoCloseable {
  static ServerProcess start(Path errors, String... arguments) throws IOException {
    var classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-cp", classPath, EmbeddedServers.class.getName()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new ServerProcess(process, process.inputReader(StandardCharsets.UTF_8), errors);
  }

  String line() throws IOException {
    return output.readLine();
  }

  String error() throws IOException {
    return Files.readString(errors);
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, SECONDS)) {
      throw new AssertionError("Still running after 60 s: " + process.info());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
