package io.palinode.server.journal.zookeeper;

import static io.palinode.server.journal.zookeeper.TestSession.sure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.message.Topics;
import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.Batch;
import io.palinode.server.journal.DoneSegment;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.KeyWrite;
import io.palinode.server.journal.SagaLock;
import io.palinode.server.journal.SagaWrite;
import io.palinode.server.journal.ShardLost;
import io.palinode.server.transport.ShardOf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change of the number of shards does in ZooKeeper, and whom it keeps out. */
class ReshardInZooKeeperTest {
  private static final int OLD = 2;
  private static final Topics SHOP = new Topics("shop");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private EmbeddedZooKeeper server;
  private ZooKeeper session;

  @BeforeEach
  void start() {
    server = EmbeddedZooKeeper.builder().fsync(false).start();
    session = TestSession.connect(server.connectString());
    meta(OLD).agree(session);
  }

  @AfterEach
  void stop() throws InterruptedException {
    session.close();
    server.close();
    timer.shutdownNow();
  }

  @Test
  void shouldKeepOutAnOwnerThatIsAtWorkAndANodeThatSleptThroughAllOfIt() {
    ZooKeeperJournal owner = new ZooKeeperJournal(session, "shop", 0, timer);
    Head head = owner.takeOver("owner");
    assertThat(write(owner, head, 1, List.of())).isEqualTo(new AppendOutcome.Committed());
    Reshard reshard = reshard(3);

    reshard.seal();

    assertThat(write(owner, head, 2, List.of())).isNotEqualTo(new AppendOutcome.Committed());
    assertThatThrownBy(() -> new ZooKeeperJournal(session, "shop", 0, timer).takeOver("late"))
        .isInstanceOf(ShardLost.class);
    assertThatThrownBy(() -> nodeOf(OLD).takeOver("late")).isInstanceOf(NamespaceMismatch.class);

    moveAll(reshard);

    assertThatThrownBy(() -> nodeOf(OLD).takeOver("slept"))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContaining("Set saga.shards to 3.");
    assertThat(nodeOf(3).takeOver("next").epoch()).isEqualTo(head.epoch() + 2);
  }

  @Test
  void shouldSeeWhoRacesForAShardWithoutBeingInTheRegister() {
    new ZooKeeperJournal(session, "shop", 1, timer).takeOver("owner");
    create("/shop/shards/01/latch", "");
    create("/shop/shards/01/latch/_c_1-latch-0000000000", "host/4711");

    assertThatThrownBy(() -> reshard(3).requireNoOwner())
        .isInstanceOf(ReshardRefused.class)
        .hasMessageContaining("has orchestrators that run: host:4711. Stop them all");
  }

  @Test
  void shouldLeaveASagaWhereItIsWhileSomebodyHoldsIt() {
    String saga = moving(3);
    ZooKeeperJournal owner = new ZooKeeperJournal(session, "shop", 0, timer);
    Head head = owner.takeOver("owner");
    SagaWrite start = new SagaWrite.Create(saga, "log".getBytes(UTF_8), SagaLock.ACQUIRE);
    assertThat(write(owner, head, 1, List.of(start))).isEqualTo(new AppendOutcome.Committed());
    Reshard reshard = reshard(3);
    reshard.seal();

    assertThatThrownBy(() -> reshard.moveSagas(() -> {}))
        .isInstanceOf(ReshardRefused.class)
        .hasMessageContaining("Directory not empty for " + ShardPaths.of("shop", 0).log(saga));

    String lock = ShardPaths.of("shop", 0).lock(saga, head.epoch());
    sure(
        () -> {
          session.delete(lock, -1);
          return lock;
        });
    moveAll(reshard);
    String place = ShardPaths.of("shop", ShardOf.shardOf(saga, 3)).log(saga);
    assertThat(sure(() -> session.getData(place, false, null))).isEqualTo("log".getBytes(UTF_8));
    assertThat(sure(() -> session.exists(ShardPaths.of("shop", 0).log(saga), false))).isNull();
  }

  @Test
  void shouldMoveEveryKeyToItsNewShardAlsoOneThatNobodyCanRead() {
    String moving = movingKey(3);
    ZooKeeperJournal owner = new ZooKeeperJournal(session, "shop", 0, timer);
    Head head = owner.takeOver("owner");
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    KeyWrite create = new KeyWrite.Create(moving, "unreadable".getBytes(UTF_8));
    Head next = new Head(head.epoch(), 1, "owner", head.position(), 0);
    owner.append(
        new Batch(next, List.of(), List.of(create), List.of(), List.of()), outcome::complete);
    assertThat(outcome).succeedsWithin(Duration.ofSeconds(20));

    moveAll(reshard(3));

    assertThat(keys(0)).isEmpty();
    assertThat(keys(ShardOf.shardOf(moving, 3))).containsExactly(moving + "=unreadable");
  }

  @Test
  void shouldGiveEachShardTheEndedSagasThatMayBeItsOwn() {
    remember(0, 1, 600);
    remember(1, 1_001, 1_003);

    moveAll(reshard(3));

    List<Long> all = new ArrayList<>(LongStream.rangeClosed(1, 598).boxed().toList());
    all.addAll(List.of(1_001L, 599L, 1_002L, 600L, 1_003L));
    for (int shard = 0; shard < 3; shard++) {
      assertThat(window(shard)).hasSameElementsAs(all).hasSameSizeAs(all);
    }
  }

  @Test
  void shouldCopyNoMoreThanOneWindowWhenTheNumberIsMultiplied() {
    remember(0, 1, 600);
    remember(1, 1_001, 1_003);

    moveAll(reshard(4));

    List<Long> zero = LongStream.rangeClosed(1, 600).boxed().toList();
    List<Long> one = List.of(1_001L, 1_002L, 1_003L);
    assertThat(List.of(window(0), window(1), window(2), window(3)))
        .containsExactly(zero, one, zero, one);
  }

  private void moveAll(Reshard reshard) {
    reshard.seal();
    reshard.moveSagas(() -> {});
    reshard.copyWindows(() -> {});
    reshard.dropOldWindows(() -> {});
    reshard.finish();
    assertThat(reshard.isDone()).isTrue();
  }

  private void remember(int shard, long from, long to) {
    ZooKeeperJournal journal = new ZooKeeperJournal(session, "shop", shard, timer);
    journal.takeOver("owner");
    List<byte[]> segments =
        WindowUnion.of(List.of(LongStream.rangeClosed(from, to).boxed().toList()));
    for (int i = 0; i < segments.size(); i++) {
      create(ShardPaths.of("shop", shard).done(i), segments.get(i));
    }
  }

  private List<Long> window(int shard) {
    List<Long> entries = new ArrayList<>();
    nodeOf(4, shard)
        .loadDone((DoneSegment each) -> entries.addAll(WindowUnion.entries(each.content())));
    return entries;
  }

  private AppendOutcome write(
      ZooKeeperJournal journal, Head head, long batch, List<SagaWrite> writes) {
    Head next = new Head(head.epoch(), batch, "owner", head.position(), 0);
    CompletableFuture<AppendOutcome> outcome = new CompletableFuture<>();
    journal.append(new Batch(next, writes, List.of(), List.of()), outcome::complete);
    assertThat(outcome).succeedsWithin(Duration.ofSeconds(20));
    return outcome.join();
  }

  /** A saga of the first of two shards that belongs elsewhere among so many. */
  private static String moving(int shards) {
    return LongStream.range(0, 1_000)
        .mapToObj(i -> "order-" + i)
        .filter(id -> ShardOf.shardOf(id, OLD) == 0 && ShardOf.shardOf(id, shards) != 0)
        .findFirst()
        .orElseThrow();
  }

  /** A key of the first of two shards that belongs elsewhere among so many. */
  private static String movingKey(int shards) {
    return LongStream.range(0, 1_000)
        .mapToObj(i -> "lock/customer/anna & ben/" + i)
        .filter(key -> ShardOf.shardOf(key, OLD) == 0 && ShardOf.shardOf(key, shards) != 0)
        .findFirst()
        .orElseThrow();
  }

  private List<String> keys(int shard) {
    List<String> keys = new ArrayList<>();
    nodeOf(3, shard)
        .loadKeys(key -> keys.add(key.address() + "=" + new String(key.content(), UTF_8)));
    return keys;
  }

  private ZooKeeperJournal nodeOf(int shards) {
    return nodeOf(shards, 0);
  }

  private ZooKeeperJournal nodeOf(int shards, int shard) {
    return new ZooKeeperJournal(session, "shop", shard, timer, meta(shards)::compare);
  }

  private Reshard reshard(int shards) {
    return new Reshard(meta(shards), session);
  }

  private static NamespaceMeta meta(int shards) {
    return new NamespaceMeta(SHOP, shards, "kafka-1", "first");
  }

  private void create(String path, String data) {
    create(path, data.getBytes(UTF_8));
  }

  private void create(String path, byte[] data) {
    String unused =
        sure(() -> session.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
  }
}
