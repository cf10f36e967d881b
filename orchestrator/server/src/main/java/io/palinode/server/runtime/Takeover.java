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
  private final List<Sending> unsent = new ArrayList<>();
  private final List<LiveSaga> unremoved = new ArrayList<>();
  private final List<Parking> unbuildable = new ArrayList<>();
  private final List<Interrupted> interrupted = new ArrayList<>();
  private final Unserved unserved = new Unserved();
  private final long began;
  private boolean unsentUnknown;

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
        Outbox.open(ownership.shard(), ownership.term(), ports.publishers(), ownership.inbox());
    Misfits misfits = new Misfits(ownership.shard(), ownership.settings(), counters, outbox::send);
    LocalCalls local = new LocalCalls(ownership.term(), ports.localSteps(), ownership.inbox());
    Intake intake = new Intake(definitions, counters, memory, letters, misfits, local);
    Publications publications = new Publications(head.publishedThrough());
    TermTools tools = new TermTools(ownership.shard(), pipeline, outbox, local, ports, counters);
    Chores chores = new Chores();
    Receipts receipts = new Receipts(tools, memory, publications, letters, chores);
    ShardTerm term = new ShardTerm(tools, memory, intake, publications, receipts, chores);

    if (unsentUnknown) {
      publications.freeze();
    }
    publications.begin(head.batch(), unsent);
    for (Sending sending : unsent) {
      counters.add(Count.RESENT_AT_TAKEOVER);
      outbox.send(sending);
    }
    memory.keys().all().forEach(intake::remind);
    interrupted.forEach(cut -> local.begin(cut.again(local)));
    unbuildable.forEach(chores::park);
    ownership.quarantine().recallKeys(memory.keys(), chores::rewrite);
    ownership.quarantine().recall(memory.sagas(), definitions, set -> park(set, chores));
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
      LOG.error(
          "Saga {} is set aside, its log cannot be read: {}", stored.sagaId(), e.getMessage());
      memory
          .sagas()
          .addDamaged(stored.sagaId(), new Reason("CORRUPT", String.valueOf(e.getMessage())));
      unsent.add(new Standings(memory, letters).of(stored.sagaId(), head.batch(), began, null));
      unsentUnknown = true;
    }
  }

  private void adoptKey(StoredKey stored) {
    try {
      KeyAddress address = KeyAddress.parse(stored.address());
      KeyState state = KeyCodec.decode(address.use(), stored.content());
      memory.keys().add(LiveKey.loaded(address, state, stored.version()));
      state
          .grantedAfter(head.publishedThrough())
          .forEach(answer -> unsent.add(letters.answer(head.batch(), address, answer)));
      state
          .queuedAfter(head.publishedThrough())
          .forEach(claim -> unsent.add(letters.queued(head.batch(), address, claim)));
    } catch (UnreadableLog | MalformedMessage e) {
      LOG.error(
          "The key {} is set aside, it cannot be read: {} Nobody is given it, until it is mended.",
          stored.address(),
          e.getMessage());
      memory
          .keys()
          .addDamaged(
              stored.address(), new Reason(KeyIntake.UNREADABLE, String.valueOf(e.getMessage())));
      unsentUnknown = true;
    }
  }

  private void resume(LiveSaga saga, @Nullable SagaMachine<?> machine, List<JournalEntry> entries) {
    long lastBatch = entries.get(entries.size() - 1).batch();
    boolean mayBeUnsent = lastBatch > head.publishedThrough();
    if (machine == null) {
      unserved.note(saga);
      unsentUnknown |= mayBeUnsent;
      return;
    }
    List<RunLocally> calls = machine.interrupted(saga.state());
    calls.forEach(call -> interrupted.add(new Interrupted(machine, saga.state(), call)));
    if (mayBeUnsent) {
      unsent.addAll(
          new Arrears(letters, memory.owed(), head.publishedThrough())
              .of(saga, entries, head.batch()));
      sendAgain(saga, machine, new IssuedCommands(entries));
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

  private void sendAgain(LiveSaga saga, SagaMachine<?> machine, IssuedCommands issued) {
    SagaStatus status = saga.state().status();
    if (!status.halted() && !status.ended() && issued.mayOweReport(head.publishedThrough())) {
      unsent.add(letters.report(head.batch(), saga));
    }
    for (Effect effect : pending(saga, machine)) {
      if (effect instanceof SendCommand command) {
        String step = command.id().step();
        if (issued.mayBeUnsent(step, head.publishedThrough())) {
          unsent.add(letters.command(head.batch(), command));
        } else {
          set(saga, saga.state().step(step).timer());
        }
      } else if (effect instanceof SetTimer timer) {
        set(saga, timer);
      } else if (effect instanceof GiveNotice notice) {
        unsent.add(letters.notice(head.batch(), saga, notice));
      } else if (effect instanceof ReleaseKey release) {
        unsent.add(letters.release(head.batch(), release));
      } else if (effect instanceof Report) {
        unsent.add(letters.report(head.batch(), saga));
      }
    }
  }

  /** A saga that parks keeps its deadlines, for when a person lets it go on. */
  private void setTimers(LiveSaga saga) {
    saga.state().timers().forEach(timer -> set(saga, timer));
  }

  private void park(Parking parking, Chores chores) {
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
      unbuildable.add(new Parking(saga, new Reason("COMMAND_NOT_BUILT", e.toString())));
      setTimers(saga);
      return List.of();
    }
  }

  private void report(int shard, long readMillis) {
    LOG.info(
        "Shard {}: took over as epoch {} with {} live sagas, read in {} ms; {} records are sent again.",
        shard,
        head.epoch(),
        memory.sagas().size(),
        readMillis,
        unsent.size());
    unserved.warn(shard, definitions);
  }
}
