package io.palinode.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterTest {
  @TempDir Path directory;

  @Test
  void shouldServeRecordsAndNodesAndKeepThem() throws Exception {
    try (var cluster = EmbeddedCluster.startIn(directory, 0, 0);
        var session = Session.open(cluster.connectString(), Duration.ofSeconds(10))) {
      new Topic(cluster.bootstrapServers(), "orders").create().write("placed");
      session.create("/journal", "placed");
    }
    try (var cluster = EmbeddedCluster.startIn(directory, 0, 0);
        var session = Session.open(cluster.connectString(), Duration.ofSeconds(10))) {
      var orders = new Topic(cluster.bootstrapServers(), "orders");
      assertThat(orders.read("billing", 1)).containsExactly("placed");
      assertThat(session.read("/journal")).isEqualTo("placed");
    }
  }

  @Test
  void shouldStopZooKeeperWhenKafkaCannotStart() throws Exception {
    try (var holder = Loopback.takePort()) {
      assertThatThrownBy(() -> EmbeddedCluster.startIn(directory, holder.getLocalPort(), 0))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageStartingWith("kafka cannot listen on 127.0.0.1:" + holder.getLocalPort());
    }
    EmbeddedZooKeeper.builder().directory(directory.resolve("zookeeper")).start().close();
  }

  @Test
  void shouldStopKafkaWhenZooKeeperCannotStart() throws Exception {
    try (var holder = Loopback.takePort()) {
      assertThatThrownBy(() -> EmbeddedCluster.startIn(directory, 0, holder.getLocalPort()))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageStartingWith("zookeeper cannot listen on 127.0.0.1:" + holder.getLocalPort());
    }
    EmbeddedKafka.builder().directory(directory.resolve("kafka")).start().close();
  }

  @Test
  void shouldReportBothWhenNeitherCanStart() throws Exception {
    try (var holder = Loopback.takePort()) {
      int port = holder.getLocalPort();
      assertThatThrownBy(() -> EmbeddedCluster.startIn(directory, port, port))
          .hasMessageStartingWith("kafka cannot listen")
          .satisfies(
              failure ->
                  assertThat(failure.getSuppressed())
                      .extracting(Throwable::getMessage)
                      .singleElement()
                      .asString()
                      .startsWith("zookeeper cannot listen"));
    }
  }
}
