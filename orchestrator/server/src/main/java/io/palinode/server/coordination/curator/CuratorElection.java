package io.palinode.server.coordination.curator;

import io.palinode.server.coordination.OwnershipListener;
import io.palinode.server.coordination.ShardElection;
import io.palinode.server.journal.ShardJournal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's race for one shard, with Curator's latch.
 *
 * <ul>
 *   <li>A race is one session. When the session is lost, or the latch has left the race without
 *       saying so, the race is over: the session is closed and a new race begins soon after.
 *   <li>The journal that a winner gets belongs to the session that won, and to no later one.
 *   <li>{@link OwnershipListener#lost} is heard for every {@link OwnershipListener#won} except on
 *       {@link #close}, and before the next one.
 *   <li>Two winners at once are possible (CURATOR-504, 620, 644, 696). The journal's fence is there
 *       for that.
 *   <li>Without ZooKeeper it goes on trying, and says so in the log.
 * </ul>
 *
 * <p>Safe for use by any thread. The timer must not be blocked for long by others, and is not
 * blocked by this.
 */
public final class CuratorElection implements ShardElection {
  private static final Logger LOG = LoggerFactory.getLogger(CuratorElection.class);

  /** Between two races, so that one that always ends at once does no harm. */
  private static final Duration REST = Duration.ofMillis(200);

  private enum State {
    IDLE,
    RUNNING,
    CLOSED
  }

  private final RaceSettings settings;
  private final ScheduledExecutorService timer;
  private final BiFunction<OwnershipListener, Consumer<Race>, Race> races;
  private State state = State.IDLE;
  private @Nullable OwnershipListener listener;
  private @Nullable Race race;
  private @Nullable Future<?> watch;

  /**
   * A race that has not begun.
   *
   * @param journals makes the shard's journal of the handle that won
   * @param timer may serve every shard
   */
  public CuratorElection(
      RaceSettings settings,
      Function<ZooKeeper, ShardJournal> journals,
      ScheduledExecutorService timer) {
    this(settings, timer, (listener, over) -> Race.begin(settings, journals, listener, over));
  }

  /**
   * The same, with races that a test begins.
   *
   * @param races begins a race; told who hears of it, and who is told when it is over
   */
  CuratorElection(
      RaceSettings settings,
      ScheduledExecutorService timer,
      BiFunction<OwnershipListener, Consumer<Race>, Race> races) {
    this.settings = settings;
    this.timer = timer;
    this.races = races;
  }

  @Override
  public synchronized void start(OwnershipListener listener) {
    if (state != State.IDLE) {
      throw new IllegalStateException("The race has been started before.");
    }
    state = State.RUNNING;
    this.listener = listener;
    long period = settings.watchPeriod().toMillis();
    watch = timer.scheduleWithFixedDelay(this::watch, period, period, TimeUnit.MILLISECONDS);
    begin();
  }

  @Override
  public void restart() {
    Race current = current();
    if (current != null) {
      current.end("it was given up");
    }
  }

  @Override
  public void close() {
    Race current;
    synchronized (this) {
      state = State.CLOSED;
      current = race;
      race = null;
      if (watch != null) {
        watch.cancel(false);
      }
    }
    if (current != null) {
      current.abandon();
    }
  }

  private synchronized void begin() {
    if (state == State.RUNNING && listener != null) {
      race = races.apply(listener, this::over);
    }
  }

  /** Closing a session may wait for the network, so it has a thread of its own. */
  private synchronized void over(Race ended) {
    if (race != ended) {
      return;
    }
    race = null;
    Thread closer = new Thread(() -> closeAndBeginAgain(ended), "close-shard-" + settings.shard());
    closer.setDaemon(true);
    closer.start();
  }

  private void closeAndBeginAgain(Race ended) {
    try {
      ended.close();
    } finally {
      beginSoon();
    }
  }

  /** Whatever keeps a race from beginning, such as a want of threads, may pass. */
  private void beginAgain() {
    try {
      begin();
    } catch (RuntimeException | Error e) {
      LOG.warn("The race for shard {} could not begin; it is tried again", settings.shard(), e);
      beginSoon();
    }
  }

  private void beginSoon() {
    try {
      Future<?> unused = timer.schedule(this::beginAgain, REST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Shard {} is not raced for again, the timer has stopped", settings.shard());
    }
  }

  private void watch() {
    Race current = current();
    if (current != null) {
      current.watch();
    }
  }

  private synchronized @Nullable Race current() {
    return race;
  }
}
