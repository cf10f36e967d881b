package io.palinode.server.runtime;

import io.palinode.core.BrokenInvariant;
import io.palinode.core.Effect;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.message.Reason;
import io.palinode.saga.DefinitionRef;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.StoredSaga;
import io.palinode.server.journal.UnreadableLog;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardTerm.Parking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a term: fences older owners, folds every live saga's log, and finds out what may not have
 * been sent.
 *
 * <ul>
 *   <li>What belongs to a batch above published-through is sent again, under the same command ids.
 *   <li>What was sent before keeps its deadline; no timer fires before the backlog of replies is
 *       consumed.
 *   <li>A log that cannot be read keeps its saga's id and waits for a person; the shard goes on
 *       without it.
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
  private final List<Sending> unsent = new ArrayList<>();
  private final List<LiveSaga> unremoved = new ArrayList<>();
  private final List<Parking> unbuildable = new ArrayList<>();
  private final Map<DefinitionRef, Integer> unserved = new HashMap<>();
  private boolean unsentUnknown;

  private Takeover(Definitions definitions, Head head, TermMemory memory, Letters letters) {
    this.definitions = definitions;
    this.head = head;
    this.memory = memory;
    this.letters = letters;
  }

  /** Takes a shard over in the session of the given journal. */
  static ShardTerm begin(Ownership ownership, ShardJournal journal) {
    ShardSettings settings = ownership.settings();
    ShardPorts ports = ownership.ports();
    Head head = journal.takeOver(settings.owner());
    TermMemory memory = TermMemory.empty(settings.doneWindow());
    Letters letters = Letters.of(settings.topics(), head.epoch());
    Takeover takeover = new Takeover(ownership.definitions(), head, memory, letters);
    journal.loadDone(memory.done()::load);
    journal.load(takeover::adopt);
    ownership.counters().add(Count.TAKEOVERS);

    Outbox outbox = new Outbox(ownership.term(), ports.publisher(), ownership.inbox());
    Pipeline pipeline = new Pipeline(ownership.term(), journal, ownership.inbox(), settings, head);
    Misfits misfits = new Misfits(ownership.shard(), settings, ownership.counters(), outbox::send);
    Intake intake =
        new Intake(ownership.definitions(), ownership.counters(), memory, letters, misfits);
    Publications publications = new Publications(head.publishedThrough());
    TermTools tools =
        new TermTools(ownership.shard(), pipeline, outbox, ports, ownership.counters());
    ShardTerm term = new ShardTerm(tools, memory, intake, publications);

    takeover.report(ownership.shard());
    if (takeover.unsentUnknown) {
      publications.freeze();
    }
    publications.begin(head.batch(), takeover.unsent.size());
    for (Sending sending : takeover.unsent) {
      ownership.counters().add(Count.RESENT_AT_TAKEOVER);
      outbox.send(sending);
    }
    takeover.unbuildable.forEach(term::park);
    ownership.quarantine().recall(memory.sagas(), ownership.definitions(), term::park);
    takeover.unremoved.forEach(term::release);
    return term;
  }

  private void adopt(StoredSaga stored) {
    try {
      List<JournalEntry> entries = EntryCodec.decode(stored.log());
      List<SagaEvent> events = entries.stream().flatMap(e -> e.events().stream()).toList();
      SagaState state = SagaState.fold(stored.sagaId(), events);
      SagaMachine<?> machine = definitions.find(state.definition());
      LiveSaga saga = LiveSaga.loaded(state, machine, stored.log(), stored.version());
      memory.sagas().add(saga);
      long lastBatch = entries.get(entries.size() - 1).batch();
      resume(saga, machine, lastBatch > head.publishedThrough());
    } catch (UnreadableLog | BrokenInvariant e) {
      LOG.error(
          "Saga {} is set aside, its log cannot be read: {}", stored.sagaId(), e.getMessage());
      memory
          .sagas()
          .addDamaged(stored.sagaId(), new Reason("CORRUPT", String.valueOf(e.getMessage())));
      unsentUnknown = true;
    }
  }

  private void resume(LiveSaga saga, @Nullable SagaMachine<?> machine, boolean mayBeUnsent) {
    if (machine == null) {
      unserved.merge(saga.state().definition(), 1, Integer::sum);
      unsentUnknown |= mayBeUnsent;
      return;
    }
    if (saga.state().status().ended() && !mayBeUnsent) {
      unremoved.add(saga);
      return;
    }
    for (Effect effect : pending(saga, machine)) {
      if (effect instanceof SendCommand command) {
        if (mayBeUnsent) {
          unsent.add(letters.command(head.batch(), command));
        } else {
          var id = command.id();
          memory
              .timers()
              .set(id.sagaId(), id.step(), id.direction(), command.attempt(), command.dueAt());
        }
      } else if (effect instanceof SetTimer timer) {
        memory
            .timers()
            .set(saga.id(), timer.step(), timer.direction(), timer.attempt(), timer.at());
      } else if (mayBeUnsent) {
        unsent.add(letters.report(head.batch(), saga));
      }
    }
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
    } catch (RuntimeException e) {
      unbuildable.add(new Parking(saga, new Reason("COMMAND_NOT_BUILT", e.toString())));
      return List.of();
    }
  }

  private void report(int shard) {
    LOG.info(
        "Shard {}: took over as epoch {} with {} live sagas; {} records are sent again.",
        shard,
        head.epoch(),
        memory.sagas().size(),
        unsent.size());
    unserved.forEach(
        (definition, count) ->
            LOG.error(
                "Shard {}: {} sagas stand still: this node does not serve {}. Start one that does.",
                shard,
                count,
                definition));
  }
}
