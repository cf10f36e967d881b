package io.palinode.server.coordination.curator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.server.coordination.NodeEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes tell each other in the registry, and how they leave it. */
class NodeRegistryClosingTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Longer than the tests wait: what goes in them does not go by a time-out. */
  private static final int SESSION_MILLIS = 60_000;

  private EmbeddedZooKeeper server;
  private CuratorNodeRegistry one;
  private CuratorNodeRegistry other;

  @BeforeEach
  void start() {
    server = EmbeddedZooKeeper.builder().fsync(false).start();
    one = registry("one");
    other = registry("other");
    one.join();
    other.join();
    await().atMost(LIMIT).until(() -> nodes(one) == 2 && nodes(other) == 2);
  }

  @AfterEach
  void stop() {
    one.close();
    server.close();
  }

  @Test
  void shouldTellTheOthersWhatANodeHas() {
    NodeEntry early = new NodeEntry("one", Set.of(1), Map.of(), false);
    NodeEntry late = new NodeEntry("one", Set.of(0, 7), Map.of(7, "other"), true);
    NodeEntry idle = new NodeEntry("other", Set.of(), Map.of(), false);
    one.publish(early);
    one.publish(late);

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(other.entries()).containsExactlyInAnyOrder(late, idle);
              assertThat(one.entries()).containsExactlyInAnyOrder(late, idle);
            });
  }

  @Test
  void shouldTakeANodeOutAtOnceWhenItCloses() {
    other.close();

    await().atMost(LIMIT).until(() -> nodes(one) == 1);
  }

  @Test
  void shouldCloseAlthoughZooKeeperIsAway() {
    server.close();

    assertThat(CompletableFuture.runAsync(other::close)).succeedsWithin(LIMIT);
  }

  private static int nodes(CuratorNodeRegistry registry) {
    return registry.entries().size();
  }

  private CuratorNodeRegistry registry(String node) {
    return new CuratorNodeRegistry(server.connectString(), "shop", node, SESSION_MILLIS);
  }
}
