package io.palinode.server.faults;

import io.palinode.server.runtime.Checkpoint;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stops the thread that reaches a checkpoint for the n-th time, until it is let go.
 *
 * <p>Thread-safe. One checkpoint is armed at a time.
 */
public final class FailPoint implements Checkpoint.Listener {
  private final Consumer<Checkpoint> stopped;
  private @Nullable Checkpoint armed;
  private int hits;
  private @Nullable Checkpoint standing;

  /** A fail point that says so when a thread has stopped at it. */
  public FailPoint(Consumer<Checkpoint> stopped) {
    this.stopped = stopped;
  }

  public FailPoint() {
    this(checkpoint -> {});
  }

  /** Stops whoever reaches the checkpoint for the n-th time from now. */
  public synchronized void arm(Checkpoint checkpoint, int hits) {
    this.armed = checkpoint;
    this.hits = hits;
  }

  /** Where a thread stands; null if none does. */
  public synchronized @Nullable Checkpoint standing() {
    return standing;
  }

  /** Lets the thread that stands here go on. */
  public synchronized void letGo() {
    standing = null;
    notifyAll();
  }

  @Override
  public synchronized void reached(Checkpoint checkpoint) {
    if (checkpoint != armed || --hits > 0) {
      return;
    }
    armed = null;
    standing = checkpoint;
    stopped.accept(checkpoint);
    while (standing != null) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        standing = null;
      }
    }
  }
}
