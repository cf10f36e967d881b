package io.palinode.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which a loop's records are handled.
 *
 * <p>Used by the loop's thread, but for {@link #include}. None of them is a daemon.
 */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** How long a close waits for those that it has interrupted. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final int concurrency;
  private final String name;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile List<Thread> threads = List.of();

  public Workers(int concurrency, String name) {
    this.concurrency = concurrency;
    this.name = name;
  }

  /** What they are called, without their numbers. */
  String name() {
    return name;
  }

  /** True for a thread that is one of them. */
  boolean include(Thread thread) {
    return threads.contains(thread);
  }

  /**
   * Has each of them do this work.
   *
   * @param onFailure called on a thread that cannot go on
   */
  void begin(Runnable work, Runnable onFailure) {
    List<Thread> begun = new ArrayList<>();
    for (int number = 1; number <= concurrency; number++) {
      begun.add(new Thread(() -> run(work, onFailure), name + "-" + number));
    }
    threads = List.copyOf(begun);
    threads.forEach(Thread::start);
  }

  /** Throws what has kept one of them from going on, if anything has. */
  void check() {
    @Nullable Throwable why = failure.get();
    if (why instanceof Error error) {
      throw error;
    }
    if (why != null) {
      throw new IllegalStateException("A worker failed.", why);
    }
  }

  /** Interrupts what is still at work. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + CLOSING.toNanos();
    for (Thread thread : threads) {
      try {
        thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (thread.isAlive()) {
        LOG.error("{} does not stop; it is left behind.", thread.getName());
      }
    }
  }

  private void run(Runnable work, Runnable onFailure) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      onFailure.run();
    }
  }
}
