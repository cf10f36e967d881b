package io.palinode.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.embedded.faults.TcpProxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  @TempDir Path directory;

  @Test
  void shouldKeepRecordsAndOffsetsWhenStartedAgain() throws Exception {
    int port;
    try (var kafka = EmbeddedKafka.builder().directory(directory).start()) {
      port = kafka.port();
      var orders = new Topic(kafka.bootstrapServers(), "orders").create();
      orders.write("placed");
      assertThat(orders.read("billing", 1)).containsExactly("placed");
      orders.write("paid");
    }
    try (var kafka = EmbeddedKafka.builder().directory(directory).port(port).start()) {
      var orders = new Topic(kafka.bootstrapServers(), "orders");
      assertThat(kafka.port()).isEqualTo(port);
      assertThat(orders.read("billing", 1)).containsExactly("paid");
      assertThat(orders.read("audit", 2)).containsExactly("placed", "paid");
    }
  }

  @Test
  void shouldSendItsClientsThroughTheAdvertisedPort() throws Exception {
    int advertised;
    try (var free = Loopback.takePort()) {
      advertised = free.getLocalPort();
    }
    try (var kafka = EmbeddedKafka.builder().advertisedPort(advertised).start();
        var proxy = TcpProxy.between(advertised, kafka.port());
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(admin.describeCluster().nodes().get(30, SECONDS))
          .extracting(Node::port)
          .containsExactly(advertised);
      assertThat(proxy.connections()).isPositive();
    }
  }

  @Test
  void shouldRefuseATopicThatNobodyMade() {
    try (var kafka = EmbeddedKafka.builder().start()) {
      assertThatThrownBy(() -> new Topic(kafka.bootstrapServers(), "misspelt").write("lost"))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("misspelt");
    }
  }

  @Test
  void shouldTakeTheCallersPropertyOverItsOwn() throws Exception {
    var builder = EmbeddedKafka.builder().property("auto.create.topics.enable", "true");
    try (var kafka = builder.start()) {
      var unmade = new Topic(kafka.bootstrapServers(), "unmade");
      unmade.write("kept");
      assertThat(unmade.read("billing", 1)).containsExactly("kept");
    }
  }

  @Test
  void shouldRefuseAPropertyThatSaysWhereItLives() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddedKafka.builder().property("log.dirs", "/elsewhere"))
        .withMessageContaining("log.dirs");
  }

  @Test
  void shouldNameThePortWhenItIsTaken() throws Exception {
    try (var holder = Loopback.takePort()) {
      int port = holder.getLocalPort();
      assertThatThrownBy(() -> EmbeddedKafka.builder().directory(directory).port(port).start())
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessage(
              "kafka cannot listen on 127.0.0.1:%d, the port is taken. Stop the process that holds it, choose another port, or pass 0 for a free one.",
              port);
    }
    EmbeddedKafka.builder().directory(directory).start().close();
  }

  @Test
  void shouldReportAPropertyThatKafkaRefusesAndGoOn() {
    var wrong = EmbeddedKafka.builder().directory(directory).property("num.io.threads", "none");
    assertThatThrownBy(wrong::start)
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("num.io.threads");
    EmbeddedKafka.builder().directory(directory).start().close();
  }

  @Test
  void shouldStopAgainWhenItFailsHalfWay() {
    var wrong =
        EmbeddedKafka.builder()
            .directory(directory)
            .property("remote.log.storage.system.enable", "true")
            .property("remote.log.storage.manager.class.name", "org.example.NoSuchStorage")
            .property("remote.log.metadata.manager.listener.name", "PLAINTEXT");
    assertThatThrownBy(wrong::start)
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("kafka did not start: ")
        .hasMessageContaining("NoSuchStorage");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("quorum-controller") || name.contains("raft-io"));
    EmbeddedKafka.builder().directory(directory).start().close();
  }
}
