package io.palinode.server.journal.zookeeper;

import static io.palinode.server.journal.zookeeper.TestSession.sure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Deposed;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.Outcomes;
import io.palinode.server.journal.OwnedShard;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.ShardJournalContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The journal in a real ZooKeeper, each owner behind a network of its own. */
class ZooKeeperJournalTest implements ShardJournalContract {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static EmbeddedZooKeeper server;
  private static ZooKeeper bystander;
  private static ScheduledExecutorService timer;

  private final String namespace = "shop-" + NAMESPACES.incrementAndGet();
  private final ShardPaths paths = ShardPaths.of(namespace, 3);
  private final List<TestSession> sessions = new ArrayList<>();

  private record InZooKeeper(TestSession session, ShardJournal journal) implements Owner {
    @Override
    public void loseRequests() {
      session.network().pause();
    }

    @Override
    public void loseAnswers() {
      session.network().dropResponses();
    }

    @Override
    public void reconnect() {
      session.reconnect();
    }

    @Override
    public void expire() {
      session.expire();
    }
  }

  @BeforeAll
  static void startServer() {
    server = EmbeddedZooKeeper.builder().fsync(false).start();
    bystander = TestSession.connect(server.connectString());
    timer = Executors.newSingleThreadScheduledExecutor();
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    timer.shutdownNow();
    bystander.close();
    server.close();
  }

  @AfterEach
  void closeSessions() {
    sessions.forEach(TestSession::close);
  }

  @Test
  void shouldKeepOutBothBatchesThatArriveLateOverAWholeConnection() {
    OwnedShard older = takeOver(join());
    Outcomes outcomes = new Outcomes();
    sessions.get(0).network().pause();
    older.send(outcomes, create("a", "a1"));
    older.send(outcomes, create("b", "b1"));
    OwnedShard newer = takeOver(join());
    sessions.get(0).network().heal();

    assertThat(outcomes.await(2)).hasOnlyElementsOfType(Deposed.class);
    assertThat(newer.sagas()).isEmpty();
  }

  @Test
  void shouldCarryOnThroughManyCuts() {
    OwnedShard shard = takeOver(join());
    Outcomes outcomes = new Outcomes();
    shard.commit(create("a", "0"));
    for (int i = 0; i < 5; i++) {
      shard.send(outcomes, append("a", "first " + i, 2 * i));
      shard.send(outcomes, append("a", "second " + i, 2 * i + 1));
      sessions.get(0).network().cut();
      outcomes.await(2 * i + 2);
    }

    assertThat(outcomes.await(10)).allMatch(new Committed()::equals);
    assertThat(shard.sagas()).containsExactly("a=second 4@10");
  }

  @Test
  void shouldLoadEverySagaOnceThoughTheConnectionIsCutMeanwhile() {
    takeOver(join())
        .commit(
            IntStream.range(0, 200)
                .mapToObj(number -> create("saga-" + number, "log"))
                .toArray(SagaWrite[]::new));
    List<String> loaded = new ArrayList<>();
    TestSession session = sessions.get(0);
    ShardJournal journal = new ZooKeeperJournal(session.handle(), namespace, 3, timer);
    journal.takeOver("again");
    journal.load(
        saga -> {
          if (loaded.isEmpty()) {
            session.network().dropResponses();
            session.reconnect();
          }
          loaded.add(saga.sagaId());
        });

    assertThat(loaded).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void shouldDeposeItselfAtTheVersionThatFencesNothing() {
    takeOver(join());
    ZooKeeper session = sessions.get(0).handle();
    BatchPipeline pipeline = new BatchPipeline(session, paths, new SessionLocks(paths, 1), timer);
    pipeline.open(new Fence(storedHead(), -1));
    Outcomes outcomes = new Outcomes();
    Head next = new Head(1, 1, "test", InputPosition.BEGINNING, 0);
    pipeline.submit(
        new Batch(next, List.of(create("a", "a1")), List.of(), List.of()), outcomes::add);

    assertThat(outcomes.await(1)).hasOnlyElementsOfType(Deposed.class);
    assertThat(takeOver(join()).sagas()).isEmpty();
  }

  @Test
  void shouldLayOutTheShardAsTheFormatSays() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("order-1", "log", SagaLock.ACQUIRE));

    assertThat(text("/" + namespace + "/shards/03/head"))
        .isEqualTo(
            "{\"format\":1,\"epoch\":1,\"batch\":1,\"owner\":\"test\",\"starts\":-1,\"replies\":-1,\"publishedThrough\":0}");
    assertThat(text("/" + namespace + "/shards/03/log/16/order-1")).isEqualTo("log");
    assertThat(sure(() -> bystander.getChildren(paths.log("order-1"), false)))
        .containsExactly("e1-lock-0000000000");
    assertThat(sure(() -> bystander.getChildren(paths.logs(), false))).hasSize(64);
  }

  @Override
  public Owner join() {
    TestSession session = TestSession.open(server.port());
    sessions.add(session);
    return new InZooKeeper(session, new ZooKeeperJournal(session.handle(), namespace, 3, timer));
  }

  @Override
  public void deleteLog(String sagaId) {
    breakLock(sagaId);
    delete(paths.log(sagaId));
  }

  @Override
  public void changeLog(String sagaId, String log) {
    sure(() -> bystander.setData(paths.log(sagaId), log.getBytes(UTF_8), -1));
  }

  @Override
  public void breakLock(String sagaId) {
    sure(() -> bystander.getChildren(paths.log(sagaId), false))
        .forEach(lock -> delete(paths.log(sagaId) + "/" + lock));
  }

  @Override
  public Head storedHead() {
    return HeadCodec.read(text(paths.head()).getBytes(UTF_8));
  }

  private static String text(String path) {
    return new String(sure(() -> bystander.getData(path, false, null)), UTF_8);
  }

  private static void delete(String path) {
    try {
      bystander.delete(path, -1);
    } catch (KeeperException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
