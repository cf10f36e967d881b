package io.palinode.server.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.message.Topics;
import io.palinode.server.journal.zookeeper.NamespaceMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

/** The first session of a start, with a ZooKeeper that is hardly there. */
class FirstSessionTest {
  private final NamespaceMeta meta = new NamespaceMeta(new Topics("shop"), 2);
  private final List<ZooKeeper> sessions = new ArrayList<>();

  @Test
  void shouldAskAgainWhereZooKeeperGoesAwayBeforeItAnswers() {
    try (var server = EmbeddedZooKeeper.builder().fsync(false).start();
        var network = TcpProxy.to(server.port())) {
      FirstSession.of(settings(network.address()), Duration.ofMinutes(1))
          .use(session -> agree(session, network));

      assertThat(network.lost()).isPositive();
      assertThat(sessions).hasSize(2);
    }
  }

  /** Loses the answer to the first question, and the connection with it. */
  private void agree(ZooKeeper session, TcpProxy network) {
    sessions.add(session);
    if (sessions.size() > 1) {
      meta.agree(session);
      return;
    }
    network.dropResponses();
    try {
      meta.agree(session);
    } finally {
      network.refuse();
      network.heal();
    }
  }

  private static OrchestratorSettings settings(String zooKeeper) {
    return OrchestratorSettings.of(
        Map.of(
            "kafka.bootstrap.servers", "127.0.0.1:9",
            "saga.zookeeper.connect", zooKeeper,
            "saga.zookeeper.session.timeout", "1s"));
  }
}
