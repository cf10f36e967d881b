package io.palinode.server.runtime;

import io.palinode.message.CommandMessage;
import io.palinode.message.KeyReply;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.MemoryJournals;
import io.palinode.server.journal.StoredSaga;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.MemoryPublishers;
import io.palinode.server.transport.MemoryTransport;
import io.palinode.server.transport.Publishers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One shard of one namespace, its journal and its topics, for tests that decide what happens next.
 *
 * <ul>
 *   <li>Nothing happens by itself: outcomes of batches wait for {@link #tellOutcomes}, sends for
 *       {@link Owner#acknowledge}, input for {@link Owner#deliver}.
 *   <li>{@link Owner#settle} does all of that until nothing is left to do at this time.
 * </ul>
 */
final class ShardRig {
  private static final int MAX_TURNS = 2_000;

  static final Topics TOPICS = new Topics("test");

  final ManualClock clock = new ManualClock();
  final Deque<Runnable> outcomes = new ArrayDeque<>();
  final MemoryJournals journals = new MemoryJournals(outcomes::add);
  final MemoryTransport broker;
  private final MemoryPublishers fences;
  private final ShardSettings settings;

  ShardRig() {
    this(1);
  }

  /** A shard among so many. */
  ShardRig(int shards) {
    broker = new MemoryTransport(TOPICS, shards);
    fences = new MemoryPublishers(broker);
    settings = new ShardSettings(TOPICS, shards, "node", 1_000, true);
  }

  /** One more node that races for the shard. */
  Owner owner(SagaDefinition<?>... definitions) {
    return owner(own -> Publishers.shared(own.clients), definitions);
  }

  /** One more node that races for the shard, with a publisher that keeps older owners out. */
  Owner strictOwner() {
    return strictOwner(Orders.PLACE_ORDER);
  }

  /** The same, and it knows this definition. */
  Owner strictOwner(SagaDefinition<?> definition) {
    return owner(own -> own.publishers, definition);
  }

  /** One more node that races for the shard, and sends through these publishers. */
  Owner owner(Publishers publishers) {
    return owner(own -> publishers, Orders.PLACE_ORDER);
  }

  /** One more node that races for the shard, and knows these definitions. */
  Owner owner(Definitions definitions) {
    return new Owner(definitions, own -> Publishers.shared(own.clients));
  }

  private Owner owner(Function<Owner, Publishers> through, SagaDefinition<?>... definitions) {
    return new Owner(new Definitions(List.of(definitions), Orders.CODEC), through);
  }

  /** One more node that races for the shard, with the usual definition. */
  Owner owner() {
    return owner(Orders.PLACE_ORDER);
  }

  void start(String... sagaIds) {
    for (String sagaId : sagaIds) {
      broker.write(Source.STARTS, 0, Orders.start(sagaId));
    }
  }

  void inquire(String sagaId) {
    broker.write(Source.STARTS, 0, new SagaRequest.Inquire(sagaId).toRecord());
  }

  void reply(WireRecord reply) {
    broker.write(Source.REPLIES, 0, reply);
  }

  /** Tells the oldest outcomes to whom they concern, at most so many. */
  int tellOutcomes(int atMost) {
    int told = 0;
    while (told < atMost && !outcomes.isEmpty()) {
      outcomes.remove().run();
      told++;
    }
    return told;
  }

  /** The commands to a participant so far: id, attempt and epoch. */
  List<String> commands(String participant) {
    return broker.records(TOPICS.commands(participant)).stream()
        .map(CommandMessage::from)
        .map(c -> "%s attempt %d epoch %d".formatted(c.id(), c.attempt(), c.epoch()))
        .toList();
  }

  /** The reports so far: saga and status. */
  List<String> reports() {
    return broker.records(TOPICS.events()).stream()
        .map(SagaReport::from)
        .map(report -> report.sagaId() + " " + report.status().word())
        .toList();
  }

  /** The first reply of a business key to the saga. */
  WireRecord keyReplyTo(String sagaId) {
    return broker.records(TOPICS.replies()).stream()
        .filter(record -> KeyReply.isOne(record) && sagaId.equals(record.key()))
        .findFirst()
        .orElseThrow();
  }

  /** How the sagas of the journal stand: by id, the fold of their logs. */
  Map<String, SagaStatus> journaled() {
    Map<String, SagaStatus> statuses = new TreeMap<>();
    for (StoredSaga stored : stored()) {
      statuses.put(stored.sagaId(), Journaled.fold(stored).status());
    }
    return statuses;
  }

  /** The batches that have an entry in the saga's log. */
  List<Long> batchesOf(String sagaId) {
    return stored().stream()
        .filter(saga -> saga.sagaId().equals(sagaId))
        .flatMap(saga -> EntryCodec.decode(saga.log()).stream())
        .map(entry -> entry.batch())
        .toList();
  }

  Head head() {
    return journals.head();
  }

  private List<StoredSaga> stored() {
    List<StoredSaga> all = new ArrayList<>();
    journals.join().load(all::add);
    return all;
  }

  /** A node: its shard, its side of the race, its clients of the broker. */
  final class Owner {
    final ShardCounters counters = new ShardCounters();
    final MemoryTransport clients = new MemoryTransport(broker);
    final MemoryPublishers publishers = new MemoryPublishers(fences, clients);
    final FeedWithFaults feed = new FeedWithFaults(clients);
    final ManualPool pool = new ManualPool();
    final List<Checkpoint> checkpoints = new ArrayList<>();
    final ScriptedElection election = new ScriptedElection(journals::join);
    final Shard shard;

    private Owner(Definitions definitions, Function<Owner, Publishers> through) {
      ShardPorts ports = new ShardPorts(feed, through.apply(this), pool, clock, checkpoints::add);
      Shard.Node node = new Shard.Node(definitions, counters);
      shard = new Shard(0, settings, ports, node, election, () -> {});
      shard.start();
    }

    /** Wins the shard, and reads what is there. */
    Owner lead() {
      election.win();
      shard.doWork();
      return this;
    }

    /** The node is gone, and ZooKeeper has noticed. */
    void crash() {
      election.expireUnheard();
    }

    Owner work() {
      shard.doWork();
      return this;
    }

    /** Lets its publisher keep out those before it. */
    Owner keepOthersOut() {
      publishers.begin();
      return work();
    }

    /** Hands over all input that is there, and lets the shard decide on it. */
    Owner deliver() {
      clients.deliver(100_000);
      return work();
    }

    /** Tells the shard what became of its oldest batch. */
    Owner commit() {
      tellOutcomes(1);
      return work();
    }

    Owner acknowledge() {
      clients.acknowledge(Integer.MAX_VALUE);
      return work();
    }

    /** Goes on until nothing is left to do at this time. */
    Owner settle() {
      int quietTurns = 0;
      for (int turn = 0; quietTurns < 2; turn++) {
        if (turn == MAX_TURNS) {
          throw new AssertionError("The shard finds no rest: " + counters);
        }
        boolean goesOn = clients.deliver(100_000) > 0;
        goesOn |= shard.doWork();
        goesOn |= tellOutcomes(1) > 0;
        goesOn |= publishers.begin() > 0;
        goesOn |= clients.acknowledge(Integer.MAX_VALUE) > 0;
        quietTurns = goesOn ? 0 : quietTurns + 1;
      }
      return this;
    }

    long count(ShardCounters.Count count) {
      return counters.get(count);
    }
  }
}
