package io.palinode.server.runtime;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one shard: works while there is work, sleeps until it is woken or a timer is due.
 *
 * <p>The thread is no daemon: it ends with {@link #stop}. A broken invariant ends it too, and with
 * it this node's hold on the shard, and no other shard.
 */
public final class ShardRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ShardRunner.class);
  private static final long LONGEST_SLEEP_MILLIS = 1_000;

  private final InstantSource clock;
  private final Runnable broken;
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile @Nullable Thread thread;
  private volatile boolean running = true;

  /**
   * A thread that has not begun.
   *
   * @param broken told when the shard's invariants are broken and the thread ends
   */
  public ShardRunner(InstantSource clock, Runnable broken) {
    this.clock = clock;
    this.broken = broken;
  }

  /** Wakes the shard's thread. Cheap while it is awake; safe for any thread. */
  public void wakeUp() {
    if (!awake.getAndSet(true)) {
      LockSupport.unpark(thread);
    }
  }

  /** Starts the shard's thread and the shard's race. */
  public void start(Shard shard) {
    Thread starting = new Thread(() -> run(shard), "palinode-shard-" + shard.number());
    thread = starting;
    starting.start();
    shard.start();
  }

  /**
   * Ends the thread after the work that it is at. A shard that it still holds then is let go of, so
   * that its successor need not wait for a time-out.
   */
  public void stop() {
    running = false;
    wakeUp();
  }

  private void run(Shard shard) {
    try {
      while (running) {
        awake.set(false);
        if (!shard.doWork()) {
          sleepUntil(shard.nextAt());
        }
      }
      shard.abandon();
    } catch (RuntimeException | Error e) {
      LOG.error(
          "Shard {} stops: its invariants are broken. Other shards go on, and this node gets no more of them until it is started again.",
          shard.number(),
          e);
      shard.abandon();
      broken.run();
    }
  }

  private void sleepUntil(long at) {
    long millis = Math.min(at - clock.millis(), LONGEST_SLEEP_MILLIS);
    if (millis > 0 && !awake.get()) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }
}
