package io.palinode.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Does the work of several partitions side by side: on the caller's own thread where one at a time
 * is enough.
 *
 * <p>Used by the loop's thread; the work runs on others.
 */
public final class Workers implements AutoCloseable {
  private final int concurrency;
  private final String name;
  private final ExecutorService threads;

  public Workers(int concurrency, String name) {
    this.concurrency = concurrency;
    this.name = name;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            concurrency, work -> new Thread(work, name + "-" + number.incrementAndGet()));
  }

  /** What their threads are called, without their numbers. */
  String name() {
    return name;
  }

  /** Returns when everything is done; an interrupt is handed on to the work. */
  void run(List<Runnable> work) {
    if (concurrency == 1 || work.size() == 1) {
      work.forEach(Runnable::run);
      return;
    }
    List<Future<?>> running = new ArrayList<>();
    work.forEach(one -> running.add(threads.submit(one)));
    running.forEach(this::await);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void await(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException e) {
      threads.shutdownNow();
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("A worker failed.", e.getCause());
    }
  }
}
