package io.palinode.server.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PalinodeServers.class)
class SpreadingTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final SagaDefinition<Note> NOTE =
      Saga.named("note", Note.class)
          .step("write")
          .at("paper")
          .command(note -> note)
          .retriable()
          .build();

  record Note(String text) {}

  @Test
  void shouldSpreadOverNodesThatJoinAndLeave(EmbeddedCluster servers) {
    try (Orchestrator first = start(servers)) {
      await().atMost(LIMIT).until(() -> first.ownedShards() == 5);

      try (Orchestrator second = start(servers)) {
        await().atMost(LIMIT).until(() -> first.ownedShards() == 3 && second.ownedShards() == 2);
        assertThat(second.counters().toString()).contains("TAKEOVERS=2");
      }

      await().atMost(LIMIT).until(() -> first.ownedShards() == 5);
    }
  }

  private static Orchestrator start(EmbeddedCluster servers) {
    return Orchestrator.start(
        Map.of(
            "kafka.bootstrap.servers", servers.bootstrapServers(),
            "saga.zookeeper.connect", servers.connectString(),
            "saga.namespace", "spreading",
            "saga.shards", "5",
            "saga.zookeeper.session.timeout", "2s"),
        List.of(NOTE));
  }
}
