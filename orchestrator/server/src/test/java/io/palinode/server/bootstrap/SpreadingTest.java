package io.palinode.server.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.palinode.client.SagaClient;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.core.BrokenInvariant;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.Checkpoint;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.settings.ClientSettings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PalinodeServers.class)
class SpreadingTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern LINE =
      Pattern.compile("\\S+/\\d+-[0-9a-f]{8} has shards ([0-7](?:, [0-7])*)");

  private static final SagaDefinition<Note> NOTE =
      Saga.named("note", Note.class)
          .step("write")
          .at("paper")
          .command(note -> note)
          .retriable()
          .build();

  record Note(String text) {}

  @TempDir private Path directory;

  @Test
  void shouldSpreadOverNodesThatJoinAndLeaveAndMoveNothingElse(EmbeddedCluster servers)
      throws IOException {
    try (Orchestrator first = start(servers)) {
      shouldHave(List.of(8), first);
      try (Orchestrator second = start(servers)) {
        shouldHave(List.of(4, 4), first, second);
        try (Orchestrator third = start(servers)) {
          shouldHave(List.of(3, 3, 2), first, second, third);
          assertThat(takeovers(first, second, third)).containsExactly(8L, 4L, 2L);
          shouldBeTold(servers, 3, 3, 2);
        }
        shouldHave(List.of(4, 4), first, second);
        assertThat(takeovers(first, second)).containsExactly(9L, 5L);
      }
      shouldHave(List.of(8), first);
      assertThat(takeovers(first)).containsExactly(13L);
    }
  }

  @Test
  void shouldGiveNoMoreToANodeThatCannotRunAShard(EmbeddedCluster servers) throws IOException {
    Map<String, String> settings = settings(servers, "broken");
    Checkpoint.Listener breaking =
        checkpoint -> {
          throw new BrokenInvariant("Nothing can be journaled here.");
        };
    try (Orchestrator broken =
            Orchestrator.start(OrchestratorSettings.of(settings), List.of(NOTE), breaking);
        SagaClient client = client(settings)) {
      await().atMost(LIMIT).until(() -> broken.ownedShards() == 8);

      client.start(NOTE, "note-1", new Note("hello"));

      await().atMost(LIMIT).until(() -> broken.ownedShards() == 7);
      await().atMost(LIMIT).until(() -> nodes(settings).contains("gets no more"));
      assertThat(nodes(settings)).hasLineCount(2).contains("nobody says that it has: shard ");
    }
  }

  private static SagaClient client(Map<String, String> settings) {
    Map<String, String> shared = new TreeMap<>(settings);
    shared.keySet().removeAll(Set.of("saga.zookeeper.connect", "saga.shards"));
    shared.remove("saga.zookeeper.session.timeout");
    return KafkaSagaClient.connect(ClientSettings.of(shared));
  }

  @Test
  void shouldLetGoOfEverythingWhereAStartFails(EmbeddedCluster servers) {
    var read = OrchestratorSettings.of(settings(servers, "spreading"));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Orchestrator.start(
                    read,
                    List.of(NOTE),
                    checkpoint -> {},
                    (served, owned) -> {
                      await().atMost(LIMIT).until(() -> owned.test(0) && owned.test(7));
                      throw new IllegalStateException("No topic can be read.");
                    }))
        .withMessage("No topic can be read.");

    try (Orchestrator second = start(servers)) {
      shouldHave(List.of(8), second);
    }
  }

  /** These numbers of shards, and they are there to stay. */
  private static void shouldHave(List<Integer> counts, Orchestrator... nodes) {
    await()
        .atMost(LIMIT)
        .during(Duration.ofMillis(800))
        .until(
            () ->
                Stream.of(nodes)
                    .map(Orchestrator::ownedShards)
                    .sorted(Comparator.reverseOrder())
                    .toList()
                    .equals(counts));
  }

  private static List<Long> takeovers(Orchestrator... nodes) {
    return Stream.of(nodes).map(node -> node.counters().get(Count.TAKEOVERS)).toList();
  }

  private void shouldBeTold(EmbeddedCluster servers, Integer... counts) throws IOException {
    String said = nodes(settings(servers, "spreading"));

    List<List<String>> shards =
        LINE.matcher(said).results().map(found -> List.of(found.group(1).split(", ", -1))).toList();
    assertThat(said).startsWith("0: ").hasLineCount(counts.length);
    assertThat(shards).extracting(List::size).containsExactlyInAnyOrder(counts);
    assertThat(shards.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
  }

  private String nodes(Map<String, String> settings) throws IOException {
    Path file = directory.resolve("orchestrator.properties");
    Properties properties = new Properties();
    properties.putAll(settings);
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, "");
    }
    return DyingReshard.command("nodes", "--settings", file.toString());
  }

  private static Orchestrator start(EmbeddedCluster servers) {
    return Orchestrator.start(settings(servers, "spreading"), List.of(NOTE));
  }

  private static Map<String, String> settings(EmbeddedCluster servers, String namespace) {
    return Map.of(
        "kafka.bootstrap.servers",
        servers.bootstrapServers(),
        "saga.zookeeper.connect",
        servers.connectString(),
        "saga.namespace",
        namespace,
        "saga.shards",
        "8",
        "saga.zookeeper.session.timeout",
        "2s");
  }
}
