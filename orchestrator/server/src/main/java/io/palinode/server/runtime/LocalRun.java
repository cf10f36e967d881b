package io.palinode.server.runtime;

import io.palinode.core.Effect.RunLocally;
import io.palinode.core.SagaMachine;
import io.palinode.core.SagaState;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Reason;
import io.palinode.server.runtime.ShardMessage.LocalBegun;
import io.palinode.server.runtime.ShardMessage.LocalEnded;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call of a local step's function, on a thread of the pool. Tells the shard's inbox when it
 * begins, and what came of it.
 *
 * <p>Safe for use by any thread.
 */
final class LocalRun implements Runnable {
  /** What came of a function that ended with an error of the virtual machine. */
  private static final CommandOutcome BROKEN =
      new CommandOutcome.TryAgain(
          new Reason("LOCAL_STEP_FAILED", "An error of the virtual machine ended it."), null);

  private final long term;
  private final ShardInbox inbox;
  private final SagaMachine<?> machine;
  private final SagaState state;
  private final RunLocally call;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final FutureTask<Void> task = new FutureTask<>(this, null);

  /**
   * A call that waits for its time.
   *
   * @param state of the saga when the attempt was issued
   */
  LocalRun(long term, ShardInbox inbox, SagaMachine<?> machine, SagaState state, RunLocally call) {
    this.term = term;
    this.inbox = inbox;
    this.machine = machine;
    this.state = state;
    this.call = call;
  }

  RunLocally call() {
    return call;
  }

  void begin(Executor pool) {
    pool.execute(task);
  }

  @Override
  public void run() {
    if (!claimed.compareAndSet(false, true)) {
      return;
    }
    inbox.put(new LocalBegun(term, this));
    CommandOutcome outcome = BROKEN;
    try {
      outcome = machine.runLocally(state, call.id());
    } finally {
      inbox.put(new LocalEnded(term, this, outcome));
    }
  }

  /** Keeps the function from beginning; false if it has begun. */
  boolean drop() {
    return claimed.compareAndSet(false, true);
  }

  /** Nobody waits for the outcome any more: interrupts the function, or keeps it from beginning. */
  void stop() {
    if (!drop()) {
      task.cancel(true);
    }
  }
}
