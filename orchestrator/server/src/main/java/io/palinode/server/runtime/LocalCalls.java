package io.palinode.server.runtime;

import io.palinode.core.Effect.RunLocally;
import io.palinode.core.SagaInput.Replied;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The functions of local steps that one term waits for.
 *
 * <ul>
 *   <li>All shards of a node share a pool. What finds no thread waits; its step's clock starts when
 *       it does.
 *   <li>A function whose attempt is over, or whose term is, is interrupted, and its outcome is
 *       stale.
 *   <li>While the shard drains, what has begun is waited for; what has not is the successor's.
 * </ul>
 *
 * <p>Used by the shard's thread only; the pool puts what it has to say into the shard's inbox.
 */
final class LocalCalls {
  private final long term;
  private final Executor pool;
  private final ShardInbox inbox;
  private final Map<StepOfSaga, LocalRun> open = new HashMap<>();
  private final Deque<Outcome> outcomes = new ArrayDeque<>();
  private boolean draining;

  LocalCalls(long term, Executor pool, ShardInbox inbox) {
    this.term = term;
    this.pool = pool;
    this.inbox = inbox;
  }

  /** What came of a call, to be decided on. */
  record Outcome(CommandId id, int attempt, CommandOutcome outcome) {
    Replied input() {
      return new Replied(id.step(), id.direction(), attempt, outcome);
    }
  }

  /** A call that waits for the batch that issues it. */
  LocalRun plan(SagaMachine<?> machine, SagaState state, RunLocally call) {
    return new LocalRun(term, inbox, machine, state, call);
  }

  /** The call's batch is durable and ours. */
  void begin(LocalRun run) {
    if (!draining) {
      open.put(key(run), run);
      run.begin(pool);
    }
  }

  /** A function has ended; false if nobody waited for it any more. */
  boolean ended(LocalRun run, CommandOutcome outcome) {
    if (!open.remove(key(run), run)) {
      return false;
    }
    outcomes.addLast(new Outcome(run.call().id(), run.call().attempt(), outcome));
    return true;
  }

  /** The oldest outcome that is not decided on; null if there is none. */
  @Nullable Outcome nextOutcome() {
    return outcomes.pollFirst();
  }

  /** The step does not wait for its function any more. */
  void over(String sagaId, String step) {
    LocalRun run = open.isEmpty() ? null : open.remove(new StepOfSaga(sagaId, step));
    if (run != null) {
      run.stop();
    }
  }

  /** The shard is about to be let go: begins no more. */
  void drain() {
    draining = true;
    open.values().removeIf(LocalRun::drop);
  }

  /** True if nothing is waited for, and every outcome is decided on. */
  boolean isIdle() {
    return open.isEmpty() && outcomes.isEmpty();
  }

  /** The term is over. */
  void close() {
    open.values().forEach(LocalRun::stop);
    open.clear();
  }

  private static StepOfSaga key(LocalRun run) {
    return new StepOfSaga(run.call().id().sagaId(), run.call().id().step());
  }

  private record StepOfSaga(String sagaId, String step) {}
}
