package io.palinode.server.runtime;

import io.palinode.core.Decision;
import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Ruling;
import io.palinode.core.SagaInput;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaInput.Signalled;
import io.palinode.core.SagaMachine;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyQueued;
import io.palinode.message.KeyReply;
import io.palinode.message.KeyRequest;
import io.palinode.message.MalformedMessage;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaRequest.Refuse;
import io.palinode.message.Signal;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.Owed;
import io.palinode.server.runtime.Chores.Parking;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import org.jspecify.annotations.Nullable;

/**
 * Turns input into decisions, and decisions into a draft of the next batch.
 *
 * <ul>
 *   <li>A start whose id is known starts nothing; its saga's standing is reported again instead.
 *   <li>A reply that nobody waits for changes nothing and is counted. A key that it gives to nobody
 *       is given back: {@link KeyReturns}.
 *   <li>Whatever is asked of a live saga is answered with a report, also where nothing is done.
 *   <li>What cannot be understood goes to the dead letters, a start whose saga has come to rest is
 *       answered, and what belongs to another shard goes there, all before the offset moves past
 *       it. A start that is refused: {@link Refusals}.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class Intake {
  private final Definitions definitions;
  private final ShardCounters counters;
  private final TermMemory memory;
  private final Letters letters;
  private final Misfits misfits;
  private final Standings standing;
  private final LocalCalls local;
  private final KeyIntake keys;
  private final KeyReturns returns;
  private final Decisions decisions;
  private final MoveRequests moves;
  private final Answers answers;
  private final Refusals refusals;

  Intake(
      Definitions definitions,
      ShardCounters counters,
      TermMemory memory,
      Letters letters,
      Misfits misfits,
      LocalCalls local) {
    this.definitions = definitions;
    this.counters = counters;
    this.memory = memory;
    this.letters = letters;
    this.misfits = misfits;
    this.standing = new Standings(memory, letters);
    this.local = local;
    this.keys = new KeyIntake(memory.keys(), letters, misfits, counters);
    this.decisions = new Decisions(memory, letters, local, counters);
    this.answers = new Answers(memory.sagas(), memory.owed(), misfits);
    this.refusals = new Refusals(memory, letters, misfits, counters);
    this.moves = new MoveRequests(definitions, decisions, standing, answers);
    this.returns = new KeyReturns(memory.sagas(), letters, misfits, counters);
  }

  /** Decides on one record. */
  void take(InputRecord input, BatchDraft draft, long now) {
    if (misfits.belongsElsewhere(input)) {
      misfits.reroute(input, draft);
      return;
    }
    try {
      if (KeyRequest.isOne(input.record())) {
        keys.take(KeyRequest.from(input.record()), input, draft, now);
        return;
      } else if (Signal.isOne(input.record())) {
        keys.take(Signal.from(input.record()), input, draft, now);
        return;
      } else if (input.source() == Source.REPLIES) {
        takeReply(input.record(), draft, now);
        return;
      }
      SagaRequest request = SagaRequest.from(input.record());
      if (request instanceof SagaRequest.Start start) {
        onStart(start, input, draft, now);
      } else if (request instanceof SagaControl control) {
        onControl(control, draft, now);
      } else if (request instanceof SagaRequest.Migrate migrate) {
        moves.take(migrate, draft, now);
      } else if (request instanceof SagaRequest.Refuse refuse) {
        refusals.tell(refuse, input.offset(), draft);
      } else {
        answers.send(standing.of(request.sagaId(), draft.number(), now, null), draft);
      }
    } catch (MalformedMessage e) {
      misfits.bury(input, String.valueOf(e.getMessage()), draft);
    }
  }

  private void takeReply(WireRecord record, BatchDraft draft, long now) {
    if (KeyReply.isOne(record)) {
      onKeyReply(KeyReply.from(record), draft, now);
    } else if (KeyQueued.isOne(record)) {
      returns.giveBack(KeyQueued.from(record), draft);
    } else {
      onReply(ReplyMessage.from(record), draft, now);
    }
  }

  /** Decides on what came of the functions of local steps. */
  void takeLocal(BatchDraft draft, long now) {
    while (!draft.isFull()) {
      LocalCalls.Outcome ended = local.nextOutcome();
      if (ended == null) {
        return;
      }
      takeOutcome(memory.sagas().find(ended.id().sagaId()), ended.input(), draft, now);
    }
  }

  /** Decides on a timer whose time has come. */
  void fire(Timers.Timer timer, BatchDraft draft, long now) {
    if (KeyAddress.isOne(timer.sagaId())) {
      keys.expire(timer.sagaId(), draft, now);
      return;
    }
    LiveSaga saga = memory.sagas().find(timer.sagaId());
    if (saga != null && !decide(saga, timer.fired(), draft, now) && isHalted(saga)) {
      memory.timers().hold(timer);
    }
  }

  /** Sets the timer of a key that was read at takeover. */
  void remind(LiveKey key) {
    keys.wakeUp(key)
        .ifPresent(
            wake -> memory.timers().set(wake.sagaId(), wake.timer().input(), wake.timer().at()));
  }

  /**
   * Parks a saga for a reason that lies outside of its steps. One that is parked or has ended
   * already stays as it is, is written and reported again, and so is what else it tells.
   */
  void park(Parking parking, BatchDraft draft, long now) {
    LiveSaga saga = parking.saga();
    SagaMachine<?> machine = saga.machine();
    Decision decision = Decisions.parked(saga, parking.reason());
    if (saga.isUnwritten()) {
      decisions.tellAgain(saga, draft);
    }
    if (machine == null) {
      draft.leaveUnsent();
    }
    if (decision.isEmpty()) {
      draft.rewrite(saga);
      draft.send(letters.report(draft.number(), saga));
      if (machine != null) {
        machine.pending(saga.state()).stream()
            .filter(effect -> effect instanceof ReleaseKey || effect instanceof GiveNotice)
            .forEach(effect -> decisions.plan(saga, effect, draft));
      }
    } else {
      decisions.accept(saga, decision, draft, now);
    }
  }

  private static boolean isHalted(LiveSaga saga) {
    return saga.state().status().halted();
  }

  private void onKeyReply(KeyReply key, BatchDraft draft, long now) {
    ReplyMessage reply = key.reply();
    if (returns.giveBack(key, draft)) {
      return;
    }
    if (key.signalId() != null && reply.outcome() instanceof Succeeded given) {
      SagaInput signal =
          new Signalled(reply.id().step(), reply.attempt(), key.signalId(), given.payload());
      takeOutcome(memory.sagas().find(reply.id().sagaId()), signal, draft, now);
    } else {
      onReply(reply, draft, now);
    }
  }

  private void onReply(ReplyMessage reply, BatchDraft draft, long now) {
    Replied input =
        new Replied(reply.id().step(), reply.id().direction(), reply.attempt(), reply.outcome());
    LiveSaga saga = memory.sagas().find(reply.id().sagaId());
    boolean runsHere = saga != null && saga.runsLocally(input.step());
    takeOutcome(runsHere ? null : saga, input, draft, now);
  }

  private void takeOutcome(@Nullable LiveSaga saga, SagaInput input, BatchDraft draft, long now) {
    if (saga == null || !decide(saga, input, draft, now)) {
      counters.add(Count.STALE_REPLIES);
    }
  }

  private boolean decide(LiveSaga saga, SagaInput input, BatchDraft draft, long now) {
    SagaMachine<?> machine = saga.machine();
    if (machine == null) {
      return false;
    }
    Decision decision = machine.decide(saga.state(), input, now);
    if (decision.isEmpty()) {
      return false;
    }
    decisions.accept(saga, decision, draft, now);
    return true;
  }

  private void onControl(SagaControl control, BatchDraft draft, long now) {
    LiveSaga saga = memory.sagas().find(control.sagaId());
    SagaMachine<?> machine = saga == null ? null : saga.machine();
    if (saga == null || machine == null) {
      counters.add(Count.REQUESTS_IN_VAIN);
      answers.send(
          standing.unruled(control.sagaId(), control.requestId(), draft.number(), now), draft);
      return;
    }
    Ruling ruling = machine.rule(saga.state(), control, now);
    RequestAnswer answer =
        new RequestAnswer(control.requestId(), ruling.verdict(), ruling.reason());
    if (!ruling.decision().isEmpty()
        && !decisions.journal(saga, ruling.decision(), Owed.answer(answer), draft, now)) {
      answer = new RequestAnswer(control.requestId(), Verdict.REFUSED, Decisions.LOG_TOO_LARGE);
    }
    counters.add(answer.verdict() == Verdict.DONE ? Count.REQUESTS_DONE : Count.REQUESTS_IN_VAIN);
    answers.sendWith(draft, letters.report(draft.number(), saga, answer));
  }

  private void onStart(SagaRequest.Start start, InputRecord input, BatchDraft draft, long now) {
    String id = start.sagaId();
    if (memory.knows(id)) {
      counters.add(Count.REPEATED_STARTS);
      answers.send(standing.of(id, draft.number(), now, null), draft);
      return;
    }
    SagaMachine<?> machine = definitions.newest(start.saga());
    if (machine == null) {
      String text =
          "No definition is called '%s'; this orchestrator serves %s."
              .formatted(start.saga(), definitions.names());
      refusals.refuse(input, new Refuse(id, new Reason("UNKNOWN_SAGA", text), now), draft);
      return;
    }
    try {
      Decision decision = machine.start(id, start.data(), now);
      LiveSaga saga = LiveSaga.starting(machine, decision.state());
      if (!decisions.journal(saga, decision, draft, now)) {
        refusals.refuse(input, new Refuse(id, Decisions.LOG_TOO_LARGE, now), draft);
        return;
      }
      decisions.report(saga, decision, draft);
      memory.sagas().add(saga);
      counters.add(Count.STARTED);
    } catch (MalformedMessage e) {
      Reason why = new Reason("UNREADABLE_DATA", String.valueOf(e.getMessage()));
      refusals.refuse(input, new Refuse(id, why, now), draft);
    } catch (PayloadTooLarge e) {
      Reason why = new Reason("DATA_TOO_LARGE", String.valueOf(e.getMessage()));
      refusals.refuse(input, new Refuse(id, why, now), draft);
    }
  }
}
