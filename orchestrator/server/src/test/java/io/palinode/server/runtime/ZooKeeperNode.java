package io.palinode.server.runtime;

import io.palinode.server.coordination.OwnershipListener;
import io.palinode.server.coordination.ShardElection;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.zookeeper.TestSession;
import io.palinode.server.journal.zookeeper.ZooKeeperJournal;
import io.palinode.server.transport.MemoryTransport;
import io.palinode.server.transport.Publishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A node that has won its one shard in a real ZooKeeper, over a transport in memory. */
final class ZooKeeperNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SHARD = 0;

  final ShardCounters counters = new ShardCounters();
  final MemoryTransport clients;
  final Shard shard;
  private final TestSession session;

  /** Wins at once. */
  ZooKeeperNode(
      TestSession session,
      MemoryTransport broker,
      ManualClock clock,
      ScheduledExecutorService timer) {
    this.session = session;
    this.clients = new MemoryTransport(broker);
    var settings = new ShardSettings(ShardRig.TOPICS, 1, "node", 10_000, true);
    var journal = new ZooKeeperJournal(session.handle(), ShardRig.TOPICS.namespace(), SHARD, timer);
    shard =
        new Shard(
            SHARD,
            settings,
            new ShardPorts(
                clients, Publishers.shared(clients), Runnable::run, clock, checkpoint -> {}),
            new Shard.Node(new Definitions(List.of(Orders.PLACE_ORDER), Orders.CODEC), counters),
            new Won(journal),
            () -> {});
    shard.start();
  }

  /** Goes on with all there is to do, Kafka's acknowledgements included, until this is so. */
  void until(BooleanSupplier reached) {
    work(reached, Integer.MAX_VALUE);
  }

  /** Goes on until this is so, while Kafka acknowledges nothing. */
  void untilUnacknowledged(BooleanSupplier reached) {
    work(reached, 0);
  }

  /** The node is gone, and ZooKeeper knows. */
  @Override
  public void close() {
    session.expire();
    session.close();
  }

  private void work(BooleanSupplier reached, int acknowledged) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              clients.deliver(500);
              shard.doWork();
              clients.acknowledge(acknowledged);
              return reached.getAsBoolean();
            });
  }

  /** A race that is won when it begins. */
  private record Won(ShardJournal journal) implements ShardElection {
    @Override
    public void start(OwnershipListener listener) {
      listener.won(journal);
    }

    @Override
    public void restart() {
      throw new AssertionError("The shard was given up.");
    }

    @Override
    public void close() {}
  }
}
