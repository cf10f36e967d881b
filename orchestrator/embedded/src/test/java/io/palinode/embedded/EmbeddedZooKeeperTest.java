package io.palinode.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedZooKeeperTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  void shouldKeepItsNodesWhenStartedAgain() throws Exception {
    int port;
    try (var zooKeeper = EmbeddedZooKeeper.builder().directory(directory).start();
        var session = Session.open(zooKeeper.connectString(), TEN_SECONDS)) {
      port = zooKeeper.port();
      session.create("/journal", "placed");
      assertThat(session.read("/journal")).isEqualTo("placed");
    }
    try (var zooKeeper = EmbeddedZooKeeper.builder().directory(directory).port(port).start();
        var session = Session.open(zooKeeper.connectString(), TEN_SECONDS)) {
      assertThat(zooKeeper.port()).isEqualTo(port);
      assertThat(session.read("/journal")).isEqualTo("placed");
    }
  }

  @Test
  void shouldGrantSessionsAsShortAsHalfASecond() throws Exception {
    try (var zooKeeper = EmbeddedZooKeeper.builder().start();
        var session = Session.open(zooKeeper.connectString(), Duration.ofMillis(300))) {
      assertThat(session.timeout()).isEqualTo(Duration.ofMillis(500));
    }
  }

  @Test
  void shouldGrantNoSessionLongerThanAllowed() throws Exception {
    var builder =
        EmbeddedZooKeeper.builder()
            .tickTime(Duration.ofSeconds(1))
            .sessionTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(3));
    try (var zooKeeper = builder.start();
        var session = Session.open(zooKeeper.connectString(), TEN_SECONDS)) {
      assertThat(session.timeout()).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @Test
  void shouldNameThePortWhenItIsTaken() throws Exception {
    try (var holder = Loopback.takePort()) {
      int port = holder.getLocalPort();
      assertThatThrownBy(() -> EmbeddedZooKeeper.builder().directory(directory).port(port).start())
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessage(
              "zookeeper cannot listen on 127.0.0.1:%d, the port is taken. Stop the process that holds it, choose another port, or pass 0 for a free one.",
              port);
    }
    EmbeddedZooKeeper.builder().directory(directory).start().close();
  }

  @Test
  void shouldLeaveNoThreadThatKeepsTheProcessAlive() {
    try (var zooKeeper = EmbeddedZooKeeper.builder().start()) {
      assertThat(zooKeeper.port()).isPositive();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> !thread.isDaemon())
          .extracting(Thread::getName)
          .noneMatch(name -> name.contains("NIOServer") || name.contains("zookeeper"));
    }
  }
}
