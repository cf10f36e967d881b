package io.palinode.server.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** A pool whose tasks run when the test says so, on its thread. */
final class ManualPool implements Executor {
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    waiting.addLast(task);
  }

  int waiting() {
    return waiting.size();
  }

  /** Runs the task that has waited longest; false if there is none. */
  boolean runNext() {
    Runnable next = waiting.pollFirst();
    if (next != null) {
      next.run();
    }
    return next != null;
  }
}
