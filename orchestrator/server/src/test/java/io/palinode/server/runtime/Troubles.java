package io.palinode.server.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.message.KeyQueued;
import io.palinode.message.KeyReply;
import io.palinode.message.KeyRequest;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaRequest;
import io.palinode.message.Signal;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.MemoryJournal;
import io.palinode.server.journal.MemoryJournals;
import io.palinode.server.journal.StoredSaga;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What happens in bad times, one thing after the other: mostly work, and everything that can go
 * wrong.
 */
final class Troubles {
  private enum Kind {
    CRASH,
    CRASH_SOON,
    WIN_BESIDE_ANOTHER,
    SUSPEND,
    LOSE_NETWORK_UNHEARD,
    RECONNECT,
    LOSE,
    EXPIRE_UNHEARD,
    GIVE_BACK,
    FAIL_FEED,
    READ_NOTHING,
    MEDDLE,
    READ_COMMANDS_AGAIN,
    JUMP
  }

  private final Simulation simulation;
  private final Random random;

  Troubles(Simulation simulation) {
    this.simulation = simulation;
    this.random = simulation.random;
  }

  /** One thing happens. At most so many sagas are started. */
  void next(int sagas) {
    SimulatedNode node = simulation.any(simulation.nodes);
    int shard = random.nextInt(Simulation.SHARDS);
    int chance = random.nextInt(1_000);
    if (chance < 330) {
      simulation.work(node, shard);
    } else if (chance < 450) {
      if (random.nextInt(20) == 0) {
        node.readAgain();
      }
      node.deliver(1 + random.nextInt(8));
    } else if (chance < 610) {
      simulation.publish(false);
    } else if (chance < 690) {
      simulation.tellOutcome(shard);
    } else if (chance < 830) {
      simulation.participants.readOne();
    } else if (chance < 870) {
      client(sagas);
    } else if (chance < 940) {
      simulation.clock.advance(Duration.ofMillis(random.nextInt(700)));
    } else if (chance < 965) {
      simulation.fillVacancy(node, shard);
    } else {
      trouble(node, shard);
    }
  }

  private void client(int sagas) {
    List<String> known = List.copyOf(simulation.started.keySet());
    int chance = random.nextInt(20);
    if (known.isEmpty() || (chance < 12 && known.size() < sagas)) {
      simulation.start();
    } else if (chance < 16) {
      simulation.start(simulation.any(known));
    } else if (chance < 18) {
      ask(simulation.any(known));
    } else if (chance < 19) {
      doubleAKeysRecord();
      simulation.signal(random.nextBoolean() ? "ticket" : "stamp");
    } else {
      byte[] gibberish = "gibberish".getBytes(UTF_8);
      Source source = random.nextBoolean() ? Source.STARTS : Source.REPLIES;
      simulation.send(source, new WireRecord(simulation.any(known), Map.of(), gibberish));
    }
  }

  /** How it stands; or to be tried again, which only a parked one is. */
  private void ask(String sagaId) {
    SagaRequest request =
        random.nextBoolean()
            ? new SagaRequest.Inquire(sagaId)
            : new SagaControl.Retry(sagaId, "retry", "Once more.");
    simulation.send(Source.STARTS, request.toRecord());
  }

  /** What a saga and a key have told each other some time ago arrives once more. */
  private void doubleAKeysRecord() {
    List<WireRecord> told =
        simulation.broker.records(simulation.topics.replies()).stream()
            .filter(Troubles::isOfAKey)
            .toList();
    if (!told.isEmpty()) {
      simulation.send(Source.REPLIES, simulation.any(told));
    }
    List<WireRecord> signals =
        simulation.broker.records(simulation.topics.starts()).stream()
            .filter(Signal::isOne)
            .toList();
    if (!signals.isEmpty()) {
      simulation.send(Source.STARTS, simulation.any(signals));
    }
  }

  private static boolean isOfAKey(WireRecord record) {
    return KeyRequest.isOne(record) || KeyReply.isOne(record) || KeyQueued.isOne(record);
  }

  private void trouble(SimulatedNode node, int shard) {
    ScriptedElection election = node.elections.get(shard);
    Kind kind = simulation.any(List.of(Kind.values()));
    simulation.note("%s: %s, shard %d".formatted(kind, node, shard));
    switch (kind) {
      case CRASH -> simulation.replace(node);
      case CRASH_SOON -> node.crashAt(simulation.any(List.of(Checkpoint.values())));
      case WIN_BESIDE_ANOTHER -> node.win(shard);
      case SUSPEND -> loseNetwork(election, true);
      case LOSE_NETWORK_UNHEARD -> loseNetwork(election, false);
      case RECONNECT -> findNetwork(election);
      case LOSE -> election.lose();
      case EXPIRE_UNHEARD -> expireUnheard(election);
      case GIVE_BACK -> node.shards.get(shard).giveBack();
      case FAIL_FEED -> node.feed.fail(shard);
      case READ_NOTHING -> node.readNothing();
      case MEDDLE -> meddle(shard);
      case READ_COMMANDS_AGAIN -> simulation.participants.rewindOne();
      case JUMP -> simulation.clock.advance(Duration.ofSeconds(1 + random.nextInt(120)));
    }
  }

  private void loseNetwork(ScriptedElection election, boolean heard) {
    if (election.hasSession()) {
      MemoryJournal session = election.session();
      if (random.nextBoolean()) {
        session.loseRequests();
      } else {
        session.loseAnswers();
      }
      if (heard) {
        election.suspend();
      }
    }
  }

  private static void findNetwork(ScriptedElection election) {
    if (election.hasSession()) {
      election.session().reconnect();
      election.resume();
    }
  }

  private static void expireUnheard(ScriptedElection election) {
    if (election.hasSession()) {
      election.expireUnheard();
    }
  }

  private void meddle(int shard) {
    MemoryJournals journals = simulation.journals.get(shard);
    List<StoredSaga> live = new ArrayList<>();
    journals.join().load(live::add);
    if (!live.isEmpty()) {
      StoredSaga one = simulation.any(live);
      simulation.facts.meddledWith(one.sagaId());
      if (random.nextBoolean()) {
        journals.breakLock(one.sagaId());
      } else {
        journals.changeLog(one.sagaId(), one.log());
      }
    }
  }
}
