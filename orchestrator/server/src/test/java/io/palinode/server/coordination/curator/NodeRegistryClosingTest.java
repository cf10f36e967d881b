package io.palinode.server.coordination.curator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.embedded.EmbeddedZooKeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a node leaves the registry. */
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
    await().atMost(LIMIT).until(() -> one.nodes() == 2 && other.nodes() == 2);
  }

  @AfterEach
  void stop() {
    one.close();
    server.close();
  }

  @Test
  void shouldTakeANodeOutAtOnceWhenItCloses() {
    other.close();

    await().atMost(LIMIT).until(() -> one.nodes() == 1);
  }

  @Test
  void shouldCloseAlthoughZooKeeperIsAway() {
    server.close();

    assertThat(CompletableFuture.runAsync(other::close)).succeedsWithin(LIMIT);
  }

  private CuratorNodeRegistry registry(String node) {
    return new CuratorNodeRegistry(server.connectString(), "shop", node, SESSION_MILLIS);
  }
}
