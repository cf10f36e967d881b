package io.palinode.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {
  private static final Pattern READY =
      Pattern.compile(
          "ready kafka=(127\\.0\\.0\\.1:\\d+) zookeeper=(127\\.0\\.0\\.1:\\d+) millis=\\d+");
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir Path directory;

  @Test
  void shouldServeUntilSigtermAndKeepItsDataForTheNextStart() throws Exception {
    var data = directory.resolve("data");
    try (var servers = start("--dir", data.toString())) {
      var addresses = addresses(servers.line());
      new Topic(addresses[0], "orders").create().write("placed");
      try (var session = Session.open(addresses[1], Duration.ofSeconds(10))) {
        session.create("/journal", "placed");
      }

      servers.process().toHandle().destroy();

      assertThat(servers.exitCode()).isEqualTo(SIGTERM_EXIT);
      assertThat(servers.line()).as("standard output after the ready line").isNull();
      assertThat(servers.error()).doesNotContain(" INFO ", "has already been closed");
    }
    try (var cluster = EmbeddedCluster.startIn(data, 0, 0);
        var session = Session.open(cluster.connectString(), Duration.ofSeconds(10))) {
      assertThat(new Topic(cluster.bootstrapServers(), "orders").read("billing", 1))
          .containsExactly("placed");
      assertThat(session.read("/journal")).isEqualTo("placed");
    }
  }

  @Test
  void shouldServeItsDataAgainAfterItWasKilled() throws Exception {
    var data = directory.resolve("data");
    try (var servers = start("--dir", data.toString())) {
      var addresses = addresses(servers.line());
      new Topic(addresses[0], "orders").create().write("placed");
      servers.process().toHandle().destroyForcibly();
      servers.exitCode();
    }
    try (var servers = start("--dir", data.toString())) {
      var addresses = addresses(servers.line());
      assertThat(new Topic(addresses[0], "orders").read("billing", 1)).containsExactly("placed");
    }
  }

  @Test
  void shouldExitWithOneAndNameThePortWhenItIsTaken() throws Exception {
    try (var holder = Loopback.takePort();
        var servers = start("--zookeeper-port", Integer.toString(holder.getLocalPort()))) {
      assertThat(servers.exitCode()).isEqualTo(1);
      assertThat(servers.line()).isNull();
      assertThat(servers.error())
          .contains("zookeeper cannot listen on 127.0.0.1:" + holder.getLocalPort());
    }
  }

  @Test
  void shouldExitWithTwoAndSayHowToCallItWhenCalledWrongly() throws Exception {
    try (var servers = start("--kafka-port", "ninety")) {
      assertThat(servers.exitCode()).isEqualTo(2);
      assertThat(servers.error())
          .containsSubsequence("--kafka-port wants a port", "ninety", "usage: EmbeddedServers");
    }
  }

  private ServerProcess start(String... arguments) throws IOException {
    return ServerProcess.start(directory.resolve("errors"), arguments);
  }

  private static String[] addresses(String line) {
    assertThat(line).matches(READY);
    var ready = READY.matcher(line);
    ready.matches();
    return new String[] {ready.group(1), ready.group(2)};
  }
}
