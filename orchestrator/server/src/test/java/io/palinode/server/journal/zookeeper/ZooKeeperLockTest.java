package io.palinode.server.journal.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Curator's stock mutex and the journal's lock on one saga keep each other out. */
class ZooKeeperLockTest {
  private static final byte[] LOG = {};
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private EmbeddedZooKeeper server;
  private TestSession session;
  private CuratorFramework tool;
  private ZooKeeperJournal journal;
  private InterProcessMutex mutex;
  private long batch;

  @BeforeEach
  void lockASaga() {
    server = EmbeddedZooKeeper.builder().fsync(false).start();
    session = TestSession.open(server.port());
    tool = CuratorFrameworkFactory.newClient(server.connectString(), new RetryOneTime(100));
    tool.start();
    mutex = new InterProcessMutex(tool, ShardPaths.of("shop", 0).log("order-1"));
    journal = new ZooKeeperJournal(session.handle(), "shop", 0, timer);
    journal.takeOver("test");
    assertThat(write(new SagaWrite.Create("order-1", LOG, SagaLock.ACQUIRE)))
        .isEqualTo(new AppendOutcome.Committed());
  }

  @AfterEach
  void close() {
    tool.close();
    session.close();
    server.close();
    timer.shutdownNow();
  }

  @Test
  void shouldLetTheStockMutexHaveTheSagaWhenTheOwnersSessionIsOver() {
    assertThat(acquire(Duration.ofMillis(300))).isFalse();

    session.expire();

    assertThat(acquire(PATIENCE)).isTrue();
  }

  @Test
  void shouldNotRemoveASagaForWhichTheStockMutexWaits() {
    CompletableFuture<Boolean> acquired = CompletableFuture.supplyAsync(() -> acquire(PATIENCE));
    Awaitility.await()
        .until(
            () -> tool.getChildren().forPath(ShardPaths.of("shop", 0).log("order-1")).size() == 2);

    assertThat(write(new SagaWrite.Append("order-1", LOG, 0, SagaLock.RELEASE)))
        .isEqualTo(new AppendOutcome.Committed());
    assertThat(acquired.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();

    assertThat(write(new SagaWrite.Remove("order-1", 1)))
        .isEqualTo(
            new AppendOutcome.Refused(
                "order-1", "its log cannot go, because somebody holds its lock or waits for it."));
  }

  private boolean acquire(Duration patience) {
    try {
      return mutex.acquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private AppendOutcome write(SagaWrite write) {
    batch++;
    Head head = new Head(1, batch, "test", InputPosition.BEGINNING, 0);
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    journal.append(new Batch(head, List.of(write), List.of(), List.of()), outcome::complete);
    return outcome.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
