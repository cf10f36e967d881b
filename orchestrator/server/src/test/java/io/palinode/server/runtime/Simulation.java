package io.palinode.server.runtime;

import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.Signal;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.MemoryJournals;
import io.palinode.server.runtime.SimulatedSagas.Journey;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.MemoryPublishers;
import io.palinode.server.transport.MemoryTransport;
import io.palinode.server.transport.RecordingAcks;
import io.palinode.server.transport.ShardOf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Some orchestrators, their participants, Kafka and ZooKeeper in one thread and in virtual time; a
 * seed decides everything that happens.
 *
 * <ul>
 *   <li>Where the seed is odd, publishers keep older owners out, as transactions do.
 *   <li>First come bad times: what {@link Troubles} does, while sagas start and run. Then calm
 *       ones, in which one node leads and everything must come to its end.
 *   <li>What must always hold is checked where it happens: {@link WatchedJournal}, {@link
 *       WatchedFeed}, {@link Facts}, {@link SimulatedParticipants}. What must hold in the end is
 *       {@link Verdict}'s to say.
 * </ul>
 */
final class Simulation implements SlowPublisher.Broker {
  static final int SHARDS = 2;
  private static final int MOST_TURNS = 20_000;
  private static final int TRACED = 80;

  /**
   * After so long in calm times only those wait whose key a parked saga has. They ask again after
   * an hour, and nothing may depend on that.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(50);

  final Random random;
  final ManualClock clock = new ManualClock();
  final Topics topics = new Topics("sim");
  final MemoryTransport broker = new MemoryTransport(topics, SHARDS);
  final Facts facts = new Facts(topics, clock);
  final List<Deque<Runnable>> outcomes = new ArrayList<>();
  final List<MemoryJournals> journals = new ArrayList<>();
  final List<SagaDefinition<?>> definitions;
  final Map<String, SagaDefinition<?>> started = new LinkedHashMap<>();
  final List<String> signals = new ArrayList<>();
  final SimulatedParticipants participants;
  final List<SimulatedNode> nodes = new ArrayList<>();
  private final List<SimulatedNode> dead = new ArrayList<>();
  private final SimulatedNode.World world;
  private final Deque<String> trace = new ArrayDeque<>();
  private int processes;

  Simulation(long seed) {
    random = new Random(seed);
    definitions = SimulatedSagas.some(3, random);
    participants = new SimulatedParticipants(topics, random, clock, this::reply);
    for (int shard = 0; shard < SHARDS; shard++) {
      Deque<Runnable> waiting = new ArrayDeque<>();
      outcomes.add(waiting);
      journals.add(new MemoryJournals(waiting::add));
    }
    world =
        new SimulatedNode.World(
            topics,
            clock,
            random,
            broker,
            this,
            new MemoryPublishers(broker),
            seed % 2 == 1,
            journals,
            new Definitions(definitions, SimulatedSagas.CODEC),
            facts);
    IntStream.rangeClosed(0, 1 + random.nextInt(2)).forEach(i -> nodes.add(process()));
  }

  /** Runs it to its end, and says in which ways its sagas came to rest. */
  Set<SagaStatus> run() {
    Troubles troubles = new Troubles(this);
    int sagas = 3 + random.nextInt(18);
    int turns = 300 + random.nextInt(1_200);
    for (int turn = 0; turn < turns; turn++) {
      troubles.next(sagas);
    }
    while (started.size() < sagas) {
      start();
    }
    calmDown();
    return new Verdict(this).check();
  }

  /** What happened last, for the text of a failure. */
  String trace() {
    return String.join("\n  ", trace);
  }

  void note(String what) {
    trace.add(what);
    if (trace.size() > TRACED) {
      trace.remove();
    }
  }

  <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** A client asks for one more saga; sometimes its record lands in the wrong partition. */
  void start() {
    String sagaId = "saga-" + started.size();
    SagaDefinition<?> definition = any(definitions);
    started.put(sagaId, definition);
    start(sagaId);
  }

  void start(String sagaId) {
    Payload data = SimulatedSagas.CODEC.encode(Journey.PLANNED);
    SagaDefinition<?> definition = started.get(sagaId);
    send(Source.STARTS, new SagaRequest.Start(sagaId, definition.name(), data).toRecord());
  }

  /** A stranger sends a signal of one of the two kinds. */
  void signal(String name) {
    String id = "signal-" + signals.size();
    signals.add(id);
    Payload ticket = SimulatedSagas.CODEC.encode(new SimulatedSagas.Ticket(id));
    KeyAddress desk = new KeyAddress(KeyUse.SIGNAL, name, SimulatedSagas.DESK);
    send(Source.STARTS, new Signal(desk, id, ticket).toRecord());
  }

  /** True if the record lands in the right partition. */
  boolean send(Source source, WireRecord record) {
    int right = ShardOf.shardOf(record.key(), SHARDS);
    boolean astray = random.nextInt(10) == 0;
    broker.write(source, astray ? 1 - right : right, record);
    return !astray;
  }

  private void reply(WireRecord reply) {
    if (send(Source.REPLIES, reply)) {
      facts.replied(reply);
    }
  }

  void work(SimulatedNode node, int shard) {
    try {
      node.work(shard);
    } catch (SimulatedNode.Crash e) {
      note(node + " crashes at its checkpoint");
      replace(node);
    }
  }

  /** A process is gone, and another one starts in its place. */
  void replace(SimulatedNode node) {
    node.die(random.nextBoolean());
    dead.add(node);
    nodes.set(nodes.indexOf(node), process());
  }

  private SimulatedNode process() {
    return new SimulatedNode("node-" + ++processes, world);
  }

  /** A latch gives a shard that nobody holds to somebody. */
  void fillVacancy(SimulatedNode node, int shard) {
    if (nodes.stream().noneMatch(any -> any.elections.get(shard).hasSession())) {
      note("%s wins %d".formatted(node, shard));
      node.win(shard);
    }
  }

  boolean tellOutcome(int shard) {
    Deque<Runnable> waiting = outcomes.get(shard);
    if (!waiting.isEmpty()) {
      waiting.remove().run();
      return true;
    }
    return false;
  }

  boolean publish(boolean calm) {
    boolean published = any(nodes).publish(calm);
    if (!dead.isEmpty()) {
      published |= any(dead).publish(calm);
    }
    return published;
  }

  private void calmDown() {
    note("calm");
    participants.becomeCalm();
    started.keySet().forEach(saga -> List.of("ticket", "stamp").forEach(this::signal));
    dead.forEach(node -> node.elections.forEach(ScriptedElection::close));
    nodes.forEach(node -> node.crashAt(null));
    nodes.forEach(SimulatedNode::readAgain);
    nodes.forEach(node -> node.elections.forEach(ScriptedElection::lose));
    long patience = clock.millis() + PATIENCE.toMillis();
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      IntStream.range(0, SHARDS).forEach(shard -> fillVacancy(any(nodes), shard));
      if (!everybodyActs()) {
        long next = nextAt();
        if (next > patience) {
          return;
        }
        clock.advanceTo(Math.max(next, clock.millis() + 1));
      }
    }
    throw new AssertionError("There is no end to it: " + started.keySet());
  }

  /** True if anything was done. */
  boolean everybodyActs() {
    boolean acted = false;
    for (SimulatedNode node : nodes) {
      acted |= node.deliver(1_000) > 0;
      for (int shard = 0; shard < SHARDS; shard++) {
        acted |= node.work(shard);
        acted |= tellOutcome(shard);
      }
      acted |= node.publish(true);
    }
    for (SimulatedNode gone : dead) {
      acted |= gone.publish(true);
    }
    acted |= participants.readOne();
    return acted;
  }

  private long nextAt() {
    return nodes.stream()
        .flatMap(node -> node.shards.stream())
        .mapToLong(Shard::nextAt)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public void asked(String topic, WireRecord record) {
    facts.asked(topic, record);
  }

  @Override
  public void write(String topic, WireRecord record) {
    if (topic.equals(topics.replies())) {
      facts.replied(record);
    }
    broker.send(topic, record, new RecordingAcks());
    broker.acknowledge(1);
    participants.written(topic, record);
    facts.written(topic, record);
  }

  @Override
  public void acknowledged(String topic, WireRecord record) {
    facts.acknowledged(topic, record);
  }
}
