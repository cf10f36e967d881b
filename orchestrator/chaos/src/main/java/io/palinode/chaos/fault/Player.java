package io.palinode.chaos.fault;

import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Children;
import io.palinode.embedded.process.Launch;
import java.time.Duration;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One process of the system, whoever plays it: when it is killed, the next one takes its place.
 *
 * <p>Used by one thread at a time.
 */
public final class Player {
  private static final Duration LEAVES_WITHIN = Duration.ofSeconds(60);

  private final String name;
  private final Children children;
  private final IntFunction<Launch> launches;
  private int entrances;
  private @Nullable Child child;

  /**
   * @param launches how to start it for the n-th time, from 1
   */
  public Player(String name, Children children, IntFunction<Launch> launches) {
    this.name = name;
    this.children = children;
    this.launches = launches;
  }

  public String name() {
    return name;
  }

  /** Starts a process, and returns when it is ready. */
  public void enter() throws InterruptedException {
    entrances++;
    child = children.start(launches.apply(entrances));
  }

  /** Kills the process; fails if something else ended it. */
  public void kill() {
    int status = playing().kill();
    if (status != Child.KILLED) {
      throw new FaultNotSeen(
          "%s ended with status %d when it was killed: it had ended before."
              .formatted(name, status));
    }
  }

  /** Ends the process in order; fails if it does not end in time. */
  public void leave() throws InterruptedException {
    int status = playing().terminate(LEAVES_WITHIN);
    if (status != Child.TERMINATED) {
      throw new FaultNotSeen(
          "%s ended with status %d instead of %d when it was asked to stop, within %d s."
              .formatted(name, status, Child.TERMINATED, LEAVES_WITHIN.toSeconds()));
    }
  }

  long pid() {
    return playing().pid();
  }

  private Child playing() {
    if (child == null) {
      throw new IllegalStateException(name + " has not been started.");
    }
    return child;
  }
}
