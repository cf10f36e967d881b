package io.palinode.server.runtime;

import io.palinode.message.Topics;
import io.palinode.server.journal.MemoryJournals;
import io.palinode.server.transport.MemoryPublishers;
import io.palinode.server.transport.MemoryTransport;
import io.palinode.server.transport.Publishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One orchestrator process of a simulation: its side of every race, its shards, its clients.
 *
 * <p>It may crash between any two of its turns, and at any checkpoint within one.
 */
final class SimulatedNode {
  final FeedWithFaults feed;
  private final SlowPublisher publisher;
  private final Publishers publishers;
  private final MemoryPublishers fencing;
  final List<ScriptedElection> elections = new ArrayList<>();
  final List<Shard> shards = new ArrayList<>();
  private final String name;
  private final MemoryTransport clients;
  private final ManualPool pool = new ManualPool();
  private final Random random;
  private @Nullable Checkpoint crashAt;

  /** What all nodes of a simulation share. */
  record World(
      Topics topics,
      ManualClock clock,
      Random random,
      MemoryTransport broker,
      SlowPublisher.Broker kafka,
      MemoryPublishers fences,
      boolean strict,
      List<MemoryJournals> journals,
      Definitions definitions,
      Facts facts) {}

  /** The process ends in the middle of its work. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  SimulatedNode(String name, World world) {
    this.name = name;
    this.random = world.random();
    this.clients = new MemoryTransport(world.broker());
    this.feed = new FeedWithFaults(clients);
    this.publisher = new SlowPublisher(world.kafka(), world.random());
    this.fencing = new MemoryPublishers(world.fences(), publisher);
    this.publishers = world.strict() ? fencing : Publishers.shared(publisher);
    for (int shard = 0; shard < world.journals().size(); shard++) {
      join(shard, world);
    }
  }

  private void join(int number, World world) {
    WatchedFeed watched = new WatchedFeed(feed);
    MemoryJournals journals = world.journals().get(number);
    ScriptedElection election =
        new ScriptedElection(
            journals::join,
            journal ->
                new WatchedJournal(journal, () -> shards.get(number), watched, world.facts()));
    var settings = new ShardSettings(world.topics(), world.journals().size(), name, 100, true);
    var ports = new ShardPorts(watched, publishers, pool, world.clock(), this::reached);
    var node = new Shard.Node(world.definitions(), new ShardCounters());
    Shard shard = new Shard(number, settings, ports, node, election, () -> {});
    elections.add(election);
    shards.add(shard);
    shard.start();
  }

  /** From now on the process ends when it reaches this point. */
  void crashAt(@Nullable Checkpoint checkpoint) {
    crashAt = checkpoint;
  }

  /**
   * Lets a shard work.
   *
   * @throws Crash if the process ends in it
   */
  boolean work(int shard) {
    return shards.get(shard).doWork();
  }

  /**
   * Something happens to one record, or older owners are kept out, or a local step runs; false if
   * there is none of it.
   */
  boolean publish(boolean calm) {
    boolean ran = random.nextInt(3) == 0 && pool.runNext();
    return ran || fencing.begin() > 0 || publisher.step(calm) || pool.runNext();
  }

  /** From now on Kafka gives this process nothing to read. */
  void readNothing() {
    clients.goAway();
  }

  /** Ends {@link #readNothing}. */
  void readAgain() {
    clients.comeBack();
  }

  int deliver(int atMost) {
    return clients.deliver(atMost);
  }

  /** Begins a new session with a shard, after the old one if there is one. */
  void win(int shard) {
    elections.get(shard).lose();
    elections.get(shard).win();
  }

  /** The process is gone. Its sessions end now, or when ZooKeeper notices. */
  void die(boolean sessionsEnd) {
    publisher.ownerDied();
    if (sessionsEnd) {
      elections.forEach(ScriptedElection::close);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private void reached(Checkpoint checkpoint) {
    if (checkpoint == crashAt) {
      throw new Crash();
    }
  }
}
