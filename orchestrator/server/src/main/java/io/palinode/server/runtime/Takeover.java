package io.palinode.server.runtime;

import io.palinode.core.BrokenInvariant;
import io.palinode.core.Effect;
import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.RunLocally;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.core.key.KeyState;
import io.palinode.message.KeyAddress;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.KeyCodec;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.StoredKey;
import io.palinode.server.journal.StoredSaga;
import io.palinode.server.journal.UnreadableLog;
import io.palinode.server.runtime.Chores.Parking;
import io.palinode.server.runtime.ShardCounters.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a term: fences older owners, folds every live saga's log, and finds out what may not have
 * been sent.
 *
 * <ul>
 *   <li>What belongs to a batch above published-through is sent again, under the same command ids.
 *   <li>The functions of local steps are called again: only their process knew of their outcome.
 *   <li>What was sent before keeps its deadline; no timer fires before the backlog of replies is
 *       consumed.
 *   <li>A log that cannot be read keeps its saga's id and waits for a person; the world is told,
 *       and the shard goes on without it.
 *   <li>While a saga stands still that may have something unsent, published-through stays where it
 *       is: the owner who can read it sends it.
 * </ul>
 *
 * <p>Used by the shard's thread only; blocks while it reads.
 */
final class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  private final Definitions definitions;
  private final Head head;
  private final TermMemory memory;
  private final Letters letters;
  private final LockBudget locks;
  private final Publications publications;
  private final List<Supplier<List<Sending>>> unsent = new ArrayList<>();
  private final List<LiveSaga> unremoved = new ArrayList<>();
  private final Chores chores = new Chores();
  private final List<Interrupted> interrupted = new ArrayList<>();
  private final Unserved unserved = new Unserved();
  private final long began;

  /**
   * A local step whose function a former owner may have called, and whose outcome it did not
   * journal.
   */
  private record Interrupted(SagaMachine<?> machine, SagaState state, RunLocally call) {
    LocalRun again(LocalCalls local) {
      return local.plan(machine, state, call);
    }
  }

  private Takeover(Ownership ownership, Head head, long began) {
    ShardSettings settings = ownership.settings();
    this.definitions = ownership.definitions();
    this.head = head;
    this.began = began;
    this.memory = TermMemory.empty(settings);
    this.letters = Letters.of(settings.topics(), head.epoch());
    this.locks = LockBudget.of(settings.topics());
    this.publications = new Publications(head.publishedThrough());
  }

  /** Takes a shard over in the session of the given journal. */
  static ShardTerm begin(Ownership ownership, ShardJournal journal) {
    long began = ownership.ports().clock().millis();
    Head head = journal.takeOver(ownership.settings().owner());
    Takeover takeover = new Takeover(ownership, head, began);
    journal.loadDone(takeover.memory.done()::load);
    journal.loadKeys(takeover::adoptKey);
    journal.load(takeover::adopt);
    ownership.counters().add(Count.TAKEOVERS);
    takeover.report(ownership.shard(), ownership.ports().clock().millis() - began);
    return takeover.term(ownership, new Pipeline(ownership, journal, head, takeover.locks));
  }

  private ShardTerm term(Ownership ownership, Pipeline pipeline) {
    ShardCounters counters = ownership.counters();
    ShardPorts ports = ownership.ports();
    Outbox outbox =
        Outbox.open(
            ownership.shard(),
            ownership.term(),
            ports.publishers(),
            ownership.inbox(),
            ports.clock());
    Misfits misfits = new Misfits(ownership.shard(), ownership.settings(), counters, outbox::send);
    LocalCalls local = new LocalCalls(ownership.term(), ports.localSteps(), ownership.inbox());
    Intake intake = new Intake(definitions, counters, memory, letters, misfits, local);
    TermTools tools = new TermTools(ownership.shard(), pipeline, outbox, local, ports, counters);
    Receipts receipts = new Receipts(tools, memory, publications, letters, chores);
    ShardTerm term = new ShardTerm(tools, memory, intake, publications, receipts, chores);

    term.sendFirst(new Resending(unsent, publications, tools, head.batch()));
    memory.keys().all().forEach(intake::remind);
    interrupted.forEach(cut -> local.begin(cut.again(local)));
    ownership.quarantine().recallKeys(memory.keys(), chores::rewrite);
    ownership.quarantine().recall(memory.sagas(), definitions, this::park);
    unremoved.forEach(chores::release);
    return term;
  }

  private void adopt(StoredSaga stored) {
    if (stored.locked()) {
      locks.held(stored.sagaId());
    }
    try {
      List<JournalEntry> entries = EntryCodec.decode(stored.log());
      List<SagaEvent> events = entries.stream().flatMap(e -> e.events().stream()).toList();
      SagaState state = SagaState.fold(stored.sagaId(), events);
      SagaMachine<?> machine = definitions.find(state.definition());
      LiveSaga saga = LiveSaga.loaded(stored, state, machine);
      memory.sagas().add(saga);
      resume(saga, machine, entries);
    } catch (UnreadableLog | BrokenInvariant e) {
      setAside(stored.sagaId(), e);
      unsent.add(() -> List.of(standing(stored.sagaId())));
    }
  }

  private void setAside(String sagaId, RuntimeException why) {
    LOG.error("Saga {} is set aside, its log cannot be read: {}", sagaId, why.getMessage());
    memory.sagas().addDamaged(sagaId, new Reason("CORRUPT", String.valueOf(why.getMessage())));
    publications.freeze();
  }

  private Sending standing(String sagaId) {
    return new Standings(memory, letters).of(sagaId, head.batch(), began, null);
  }

  private void adoptKey(StoredKey stored) {
    try {
      KeyAddress address = KeyAddress.parse(stored.address());
      KeyState state = KeyCodec.decode(address.use(), stored.content());
      memory.keys().add(LiveKey.loaded(address, state, stored.version()));
      state
          .grantedAfter(head.publishedThrough())
          .forEach(
              answer -> unsent.add(() -> List.of(letters.answer(head.batch(), address, answer))));
      state
          .queuedAfter(head.publishedThrough())
          .forEach(
              claim -> unsent.add(() -> List.of(letters.queued(head.batch(), address, claim))));
    } catch (UnreadableLog | MalformedMessage e) {
      LOG.error(
          "The key {} is set aside, it cannot be read: {} Nobody is given it, until it is mended.",
          stored.address(),
          e.getMessage());
      memory
          .keys()
          .addDamaged(
              stored.address(), new Reason(KeyIntake.UNREADABLE, String.valueOf(e.getMessage())));
      publications.freeze();
    }
  }

  private void resume(LiveSaga saga, @Nullable SagaMachine<?> machine, List<JournalEntry> entries) {
    long lastBatch = entries.get(entries.size() - 1).batch();
    boolean mayBeUnsent = lastBatch > head.publishedThrough();
    if (machine == null) {
      unserved.note(saga);
      if (mayBeUnsent) {
        publications.freeze();
      }
      return;
    }
    List<RunLocally> calls = machine.interrupted(saga.state());
    calls.forEach(call -> interrupted.add(new Interrupted(machine, saga.state(), call)));
    if (mayBeUnsent) {
      unsent.add(() -> sendAgain(saga, machine));
    } else if (saga.state().status().ended()) {
      unremoved.add(saga);
    } else {
      saga.state().timers().stream()
          .filter(
              timer ->
                  calls.stream().noneMatch(call -> call.id().step().equals(timer.input().about())))
          .forEach(timer -> set(saga, timer));
    }
  }

  private List<Sending> sendAgain(LiveSaga saga, SagaMachine<?> machine) {
    List<JournalEntry> entries = EntryCodec.decode(saga.log());
    Arrears arrears = new Arrears(letters, memory.owed(), head.publishedThrough());
    List<Sending> again = new ArrayList<>(arrears.of(saga, entries, head.batch()));
    try {
      again.addAll(sendAgain(saga, machine, new IssuedCommands(entries)));
    } catch (BrokenInvariant e) {
      setAside(saga.id(), e);
      again.add(standing(saga.id()));
    }
    return again;
  }

  private List<Sending> sendAgain(LiveSaga saga, SagaMachine<?> machine, IssuedCommands issued) {
    List<Sending> again = new ArrayList<>();
    SagaStatus status = saga.state().status();
    if (!status.halted() && !status.ended() && issued.mayOweReport(head.publishedThrough())) {
      again.add(letters.report(head.batch(), saga));
    }
    for (Effect effect : pending(saga, machine)) {
      if (effect instanceof SendCommand command) {
        String step = command.id().step();
        if (issued.mayBeUnsent(step, head.publishedThrough())) {
          again.add(letters.command(head.batch(), command));
        } else {
          set(saga, saga.state().step(step).timer());
        }
      } else if (effect instanceof SetTimer timer) {
        set(saga, timer);
      } else if (effect instanceof GiveNotice notice) {
        again.add(letters.notice(head.batch(), saga, notice));
      } else if (effect instanceof ReleaseKey release) {
        again.add(letters.release(head.batch(), release));
      } else if (effect instanceof Report) {
        again.add(letters.report(head.batch(), saga));
      }
    }
    return again;
  }

  /** A saga that parks keeps its deadlines, for when a person lets it go on. */
  private void setTimers(LiveSaga saga) {
    saga.state().timers().forEach(timer -> set(saga, timer));
  }

  private void park(Parking parking) {
    if (parking.saga().isUnwritten()) {
      setTimers(parking.saga());
    }
    chores.park(parking);
  }

  /** What is waited for was sent, so it need not be built again. */
  private void set(LiveSaga saga, SetTimer timer) {
    memory.timers().set(saga.id(), timer.input(), timer.at());
  }

  /**
   * The effects that the saga waits for; none, and the saga parks, if its definition cannot tell
   * them any more.
   */
  private List<Effect> pending(LiveSaga saga, SagaMachine<?> machine) {
    try {
      return machine.pending(saga.state());
    } catch (BrokenInvariant e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      chores.park(new Parking(saga, new Reason("COMMAND_NOT_BUILT", e.toString())));
      setTimers(saga);
      return List.of();
    }
  }

  private void report(int shard, long readMillis) {
    LOG.info(
        "Shard {}: took over as epoch {} with {} live sagas, read in {} ms; {} of them and their keys have something to send again.",
        shard,
        head.epoch(),
        memory.sagas().size(),
        readMillis,
        unsent.size());
    unserved.warn(shard, definitions);
  }
}
