package io.palinode.server.runtime;

import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Deposed;
import io.palinode.server.journal.AppendOutcome.Refused;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.journal.ShardLost;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardMessage.Appended;
import io.palinode.server.runtime.ShardMessage.Arrived;
import io.palinode.server.runtime.ShardMessage.CaughtUp;
import io.palinode.server.runtime.ShardMessage.KeptOut;
import io.palinode.server.runtime.ShardMessage.LocalMessage;
import io.palinode.server.runtime.ShardMessage.OthersKeptOut;
import io.palinode.server.runtime.ShardMessage.SendFailed;
import io.palinode.server.runtime.ShardMessage.Sent;
import io.palinode.server.runtime.ShardMessage.TermMessage;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One owner's term over one shard, from takeover to loss: decides on input in batches, and acts on
 * each batch once it is durable.
 *
 * <ul>
 *   <li>While a batch is on its way, input gathers; what has gathered becomes the next batch.
 *       Nothing waits by design.
 *   <li>Ended sagas leave before more input is taken, or under load they would never leave.
 *   <li>Timers fire only when the input that had arrived before the takeover is consumed, and
 *       time-outs only when the replies are that Kafka had in time: {@link DueTimers}.
 *   <li>State in memory may be ahead of the journal; effects never are.
 *   <li>After a refusal the term writes no more; what was on its way behind it is not applied.
 * </ul>
 *
 * <p>Used by the shard's thread only. A {@link ShardLost} ends the term.
 */
final class ShardTerm {
  private final TermTools tools;
  private final TermMemory memory;
  private final Intake intake;
  private final Publications publications;
  private final Backlog backlog;
  private final DueTimers timers;
  private final Receipts receipts;
  private final Chores chores;
  private @Nullable Resending resending;
  private @Nullable BatchDraft held;
  private boolean closed;
  private InputPosition position;

  ShardTerm(
      TermTools tools,
      TermMemory memory,
      Intake intake,
      Publications publications,
      Receipts receipts,
      Chores chores) {
    this.tools = tools;
    this.memory = memory;
    this.intake = intake;
    this.publications = publications;
    this.receipts = receipts;
    this.chores = chores;
    this.backlog = new Backlog(tools.shard(), tools.ports().feed());
    this.timers = new DueTimers(memory, backlog, intake);
    this.position = tools.pipeline().head().position();
  }

  /** What is to be sent before anything is decided. */
  void sendFirst(Resending unsent) {
    resending = unsent;
    unsent.goOn();
  }

  /** Where reading goes on. */
  InputPosition position() {
    return position;
  }

  @Nullable LiveSaga find(String sagaId) {
    return memory.sagas().find(sagaId);
  }

  /** The sagas that the journal has had. */
  Stream<LiveSaga> durable() {
    return memory.sagas().all().stream().filter(LiveSaga::isDurable);
  }

  /** The business keys that the journal has had. */
  Stream<LiveKey> durableKeys() {
    return memory.keys().all().stream().filter(LiveKey::isDurable);
  }

  int liveSagas() {
    return memory.sagas().size();
  }

  /** Takes what an adapter has said. */
  void hear(TermMessage message, long now) {
    if (message instanceof Arrived arrived) {
      backlog.add(arrived.records());
    } else if (message instanceof Appended appended) {
      onOutcome(appended.outcome());
    } else if (message instanceof Sent sent) {
      if (sent.sending() instanceof Sending.Forward) {
        forwarded();
      } else {
        receipts.sent(sent.sending(), now);
      }
    } else if (message instanceof SendFailed failed) {
      receipts.failed(failed.sending(), failed.why(), now);
    } else if (message instanceof LocalMessage local) {
      receipts.local(local, now);
    } else if (message instanceof CaughtUp) {
      backlog.caughtUp();
    } else if (message instanceof OthersKeptOut) {
      tools.outbox().confirmation().othersKeptOut();
    } else if (message instanceof KeptOut kept) {
      throw new ShardLost(kept.why());
    }
  }

  /**
   * Does whatever can be done now.
   *
   * @param wanted false while the shard drains: no input is taken
   * @return true if a batch was sent
   */
  boolean work(long now, boolean wanted) {
    boolean accepting = wanted && tools.outbox().confirmation().isGiven();
    if (!wanted) {
      tools.local().drain();
    }
    tools.outbox().resendDue();
    if (resending != null) {
      resending.goOn();
    }
    boolean worked = false;
    while (hasRoom()) {
      BatchDraft draft = held == null ? fill(now, accepting) : held;
      held = null;
      if (tools.pipeline().isIdle()) {
        draft.takeLater().forEach(tools.outbox()::send);
      }
      if (draft.waitsForForwards()) {
        held = draft;
        break;
      }
      position = draft.position();
      boolean headIsDue =
          tools.outbox().confirmation().isDue() || (accepting ? headIsStale() : headIsBehind());
      if (draft.isEmpty() && !headIsDue) {
        break;
      }
      submit(draft);
      worked = true;
    }
    return worked;
  }

  /** The term is over. */
  void close() {
    tools.outbox().close();
    tools.local().close();
  }

  /** True when no batch is on its way. */
  boolean isIdle() {
    return tools.pipeline().isIdle();
  }

  /** True when everything is durable, everything sent is acknowledged, and the head says so. */
  boolean isSettled() {
    return held == null
        && tools.pipeline().isIdle()
        && publications.isSettled()
        && chores.isEmpty()
        && tools.local().isIdle()
        && !headIsBehind();
  }

  /**
   * When there is something to do although nothing is heard, in milliseconds since 1970.
   *
   * @param wanted false while the shard drains: no timer fires
   */
  long nextAt(boolean wanted) {
    boolean accepting = wanted && tools.outbox().confirmation().isGiven();
    long next = tools.outbox().nextAt();
    if (!hasRoom() || held != null) {
      return next;
    }
    if (accepting) {
      next = Math.min(next, timers.nextAt());
    }
    return headIsBehind() ? Math.min(next, tools.pipeline().staleAt()) : next;
  }

  private boolean isResending() {
    return resending != null && !resending.isDone();
  }

  private boolean hasRoom() {
    return !closed
        && tools.pipeline().hasRoom()
        && (publications.hasRoom() || tools.outbox().confirmation().isDue());
  }

  private BatchDraft fill(long now, boolean accepting) {
    BatchDraft draft = tools.pipeline().draft();
    draft.position(position);
    if (isResending()) {
      return draft;
    }
    chores.park(intake, draft, now);
    chores.remove(draft);
    if (tools.outbox().confirmation().isGiven()) {
      intake.takeLocal(draft, now);
    }
    if (accepting) {
      takeAll(backlog::nextReply, draft, now);
      timers.fire(draft, now);
      takeAll(backlog::nextStart, draft, now);
    }
    return draft;
  }

  private void takeAll(Supplier<@Nullable InputRecord> queue, BatchDraft draft, long now) {
    @Nullable InputRecord last = null;
    while (!draft.isFull()) {
      InputRecord input = queue.get();
      if (input == null) {
        break;
      }
      intake.take(input, draft, now);
      last = input;
    }
    if (last != null) {
      draft.position(after(draft.position(), last));
    }
  }

  private void submit(BatchDraft draft) {
    DoneWindow.Change done =
        draft.removed().isEmpty() ? DoneWindow.Change.NONE : memory.done().add(draft.removed());
    draft.removed().forEach(memory.sagas()::remove);
    draft.keys().forEach(memory.keys()::removeIfFree);
    tools.ports().checkpoints().reached(Checkpoint.DECIDED_NOT_JOURNALED);
    tools.outbox().confirmation().submitted(draft.number());
    tools.pipeline().submit(draft, done, publications.through());
    tools.counters().add(Count.BATCHES);
  }

  private void onOutcome(AppendOutcome outcome) {
    BatchDraft draft = tools.pipeline().settle(outcome);
    if (outcome instanceof Committed) {
      tools.ports().checkpoints().reached(Checkpoint.JOURNALED_NOT_PUBLISHED);
      tools.ports().feed().progress(tools.shard(), draft.position());
      tools.outbox().confirmation().committed(draft.number());
      draft.committed();
      if (draft.leavesUnsent()) {
        publications.freeze();
      }
      publications.begin(draft.number(), draft.sendings());
      draft.sendings().forEach(tools.outbox()::send);
      draft.calls().forEach(tools.local()::begin);
      for (BatchDraft.Wakeup wakeup : draft.wakeups()) {
        memory.timers().set(wakeup.sagaId(), wakeup.timer().input(), wakeup.timer().at());
      }
    } else if (outcome instanceof Refused refused) {
      closed = true;
      throw new SagaSetAside(refused.sagaId(), refused.why());
    } else if (outcome instanceof Deposed deposed) {
      throw new ShardLost(deposed.why());
    } else if (!closed) {
      throw new ShardLost("A batch was skipped, although none before it was refused.");
    }
  }

  private void forwarded() {
    if (held != null) {
      held.forwarded();
    }
  }

  private boolean headIsStale() {
    return headIsBehind() && tools.pipeline().isStale();
  }

  private boolean headIsBehind() {
    Head written = tools.pipeline().head();
    return !position.equals(written.position())
        || publications.noteworthy() > written.publishedThrough();
  }

  private static InputPosition after(InputPosition position, InputRecord input) {
    return input.source() == Source.STARTS
        ? new InputPosition(input.offset() + 1, position.replies())
        : new InputPosition(position.starts(), input.offset() + 1);
  }
}
