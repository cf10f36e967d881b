package io.palinode.server.bootstrap;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which a node runs local steps.
 *
 * <p>What finds no thread waits in the order in which it came, one call at most for each local step
 * in flight. The threads are daemons: a function that does not end holds no process up. Safe for
 * use by any thread.
 */
final class LocalPool implements Executor, AutoCloseable {
  private static final long IDLE_SECONDS = 60;

  private final ThreadPoolExecutor threads;

  LocalPool(int size) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "palinode-local-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Interrupts what runs, and drops what waits: the successors of its shards run it again. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
