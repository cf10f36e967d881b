package io.palinode.server.runtime;

import io.palinode.core.Decision;
import io.palinode.core.Effect;
import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.RunLocally;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaInput.DeadlinePassed;
import io.palinode.core.SagaMachine;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.Owed;
import io.palinode.server.runtime.ShardCounters.Count;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes decisions over into a draft of the next batch: their events into the sagas' logs, and what
 * is to be done once these are durable.
 *
 * <p>Used by the shard's thread only.
 */
record Decisions(TermMemory memory, Letters letters, LocalCalls local, ShardCounters counters) {
  private static final String DEADLINE = new DeadlinePassed().about();
  private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
  static final Reason LOG_TOO_LARGE =
      new Reason(
          "LOG_TOO_LARGE",
          "What the saga has to remember takes more than its log can hold, %,d bytes."
              .formatted(BatchDraft.MAX_LOG_BYTES));

  static Decision parked(LiveSaga saga, Reason reason) {
    SagaMachine<?> machine = saga.machine();
    return machine == null
        ? SagaMachine.park(saga.state(), reason)
        : machine.parked(saga.state(), reason);
  }

  /** A saga parks whose log has no room for what is decided. */
  void accept(LiveSaga saga, Decision decision, BatchDraft draft, long now) {
    if (journal(saga, decision, draft, now)) {
      report(saga, decision, draft);
      return;
    }
    Decision parked = parked(saga, LOG_TOO_LARGE);
    if (!parked.isEmpty() && journal(saga, parked, draft, now)) {
      saga.state().timers().forEach(timer -> draft.wake(new BatchDraft.Wakeup(saga.id(), timer)));
      report(saga, parked, draft);
    }
  }

  void report(LiveSaga saga, Decision decision, BatchDraft draft) {
    for (Effect effect : decision.effects()) {
      if (effect instanceof Report) {
        draft.send(letters.report(draft.number(), saga));
        return;
      }
    }
  }

  /** Returns false, and has done nothing, if the saga's log has no room for the decision. */
  boolean journal(LiveSaga saga, Decision decision, BatchDraft draft, long now) {
    return journal(saga, decision, Owed.NOTHING, draft, now);
  }

  /**
   * The same, and what else Kafka is to have of the decision is journaled, too. It is the caller's
   * to send.
   */
  boolean journal(LiveSaga saga, Decision decision, Owed owed, BatchDraft draft, long now) {
    boolean stoodStill = saga.state().status().halted();
    if (!draft.append(saga, decision, owed, told(saga, draft), now)) {
      return false;
    }
    decision.events().forEach(event -> note(saga, event));
    decision.effects().forEach(effect -> plan(saga, effect, draft));
    if (stoodStill && !saga.state().status().halted()) {
      memory.timers().release(saga.id());
    }
    return true;
  }

  /**
   * The batch up to which Kafka has all that the saga's log owes. It may be above
   * published-through, which stands still while another saga of the shard cannot be read; of one
   * that is not served here, nobody has sent anything.
   */
  private long told(LiveSaga saga, BatchDraft draft) {
    return saga.machine() == null || memory.owed().hasAny(saga.id())
        ? draft.publishedThrough()
        : draft.number() - 1;
  }

  private void note(LiveSaga saga, SagaEvent event) {
    if (event instanceof StepEvent about) {
      memory.timers().cancel(saga.id(), about.step());
      local.over(saga.id(), about.step());
    }
    if (event instanceof WaitEnded wait) {
      memory.timers().cancel(saga.id(), wait.part());
    } else if (event instanceof DeadlineMissed) {
      counters.add(Count.DEADLINES_MISSED);
    } else if (event instanceof AttemptFailed) {
      counters.add(Count.RETRIES);
    } else if (event instanceof SagaEnded ended) {
      memory.timers().cancel(saga.id(), DEADLINE);
      counters.add(ended.status() == SagaStatus.COMPLETED ? Count.COMPLETED : Count.COMPENSATED);
    } else if (event instanceof StepStuck || event instanceof SagaParked) {
      counters.add(Count.PARKED);
    }
  }

  void plan(LiveSaga saga, Effect effect, BatchDraft draft) {
    if (effect instanceof SendCommand command) {
      draft.send(letters.command(draft.number(), command));
    } else if (effect instanceof RunLocally call && saga.machine() != null) {
      draft.call(local.plan(saga.machine(), saga.state(), call));
    } else if (effect instanceof SetTimer timer) {
      draft.wake(new BatchDraft.Wakeup(saga.id(), timer));
    } else if (effect instanceof ReleaseKey release) {
      draft.send(letters.release(draft.number(), release));
    } else if (effect instanceof GiveNotice notice) {
      giveNotice(saga, notice, draft);
    }
  }

  private void giveNotice(LiveSaga saga, GiveNotice notice, BatchDraft draft) {
    if (notice.fault() != null) {
      LOG.error("The notice of saga {} is sent bare: {}", saga.id(), notice.fault());
      counters.add(Count.FAULTY_NOTICES);
    }
    if (notice.status() == SagaStatus.PARKED) {
      memory.owed().begin(saga.id());
    }
    draft.send(letters.notice(draft.number(), saga, notice));
  }

  /** Sends again what the saga's log says that may not have reached Kafka. */
  void tellAgain(LiveSaga saga, BatchDraft draft) {
    if (saga.log().length > 0) {
      new Arrears(letters, memory.owed(), draft.publishedThrough())
          .of(saga, EntryCodec.decode(saga.log()), draft.number())
          .forEach(draft::send);
    }
  }
}
