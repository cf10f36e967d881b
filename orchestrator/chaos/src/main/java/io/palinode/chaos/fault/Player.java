package io.palinode.chaos.fault;

import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Children;
import io.palinode.embedded.process.Launch;
import java.time.Duration;
import java.util.List;
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
  void enter() throws InterruptedException {
    beginToEnter();
    playing().awaitReady();
  }

  private void beginToEnter() {
    entrances++;
    child = children.launch(launches.apply(entrances));
  }

  /** Starts the processes of all of them at once, and returns when all are ready. */
  public static void enterTogether(List<Player> players) throws InterruptedException {
    players.forEach(Player::beginToEnter);
    for (var player : players) {
      player.playing().awaitReady();
    }
  }

  /** Asks all of them at once to end in order, and fails if one does not in time. */
  public static void leaveTogether(List<Player> players) throws InterruptedException {
    players.forEach(player -> player.playing().askToEnd());
    for (var player : players) {
      player.leave();
    }
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
  void leave() throws InterruptedException {
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
