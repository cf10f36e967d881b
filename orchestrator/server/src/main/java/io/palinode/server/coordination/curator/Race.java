package io.palinode.server.coordination.curator;

import io.palinode.server.coordination.OwnershipListener;
import io.palinode.server.journal.ShardJournal;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One race for a shard, in one session. It is won once at most, and over with its session.
 *
 * <ul>
 *   <li>Curator exchanges its handle when a session is lost, sometimes without a word. A handle
 *       that is not the one that won ends the race.
 *   <li>Its retries concern the latch alone. Journal writes go to the handle itself.
 * </ul>
 *
 * <p>Thread-safe. The listener is told under its lock, so that the order of events holds.
 */
final class Race {
  private static final Logger LOG = LoggerFactory.getLogger(Race.class);
  private static final int RETRY_MILLIS = 500;

  private enum State {
    RACING,
    WON,
    SUSPENDED,
    OVER
  }

  private final RaceSettings settings;
  private final Function<ZooKeeper, ShardJournal> journals;
  private final OwnershipListener listener;
  private final Consumer<Race> over;
  private final CuratorFramework client;
  private final LeaderLatch latch;
  private final RaceWatch watch;
  private State state = State.RACING;
  private @Nullable ZooKeeper winner;

  private Race(
      RaceSettings settings,
      Function<ZooKeeper, ShardJournal> journals,
      OwnershipListener listener,
      Consumer<Race> over) {
    this.settings = settings;
    this.journals = journals;
    this.listener = listener;
    this.over = over;
    this.client = client(settings);
    this.latch = new LeaderLatch(client, settings.latchPath(), settings.nodeId());
    this.watch = new RaceWatch(settings, client, latch, this::end);
  }

  /** Joins the race; does not wait for ZooKeeper. */
  static Race begin(
      RaceSettings settings,
      Function<ZooKeeper, ShardJournal> journals,
      OwnershipListener listener,
      Consumer<Race> over) {
    Race race = new Race(settings, journals, listener, over);
    try {
      race.start();
    } catch (RuntimeException | Error e) {
      race.abandon();
      throw e;
    }
    return race;
  }

  void watch() {
    watch.look();
  }

  /** Ends the race and says so. */
  void end(String why) {
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      LOG.info("Race of {} for shard {} is over: {}", settings.nodeId(), settings.shard(), why);
      boolean owned = state != State.RACING;
      state = State.OVER;
      if (owned) {
        listener.lost();
      }
    }
    over.accept(this);
  }

  /** Ends the race without telling anybody, and its session. */
  void abandon() {
    synchronized (this) {
      state = State.OVER;
    }
    close();
  }

  /** Closes the session, so that a successor need not wait for its time-out. */
  void close() {
    try {
      latch.close();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("The latch of shard {} was not closed, its session is", settings.shard(), e);
    }
    client.close();
  }

  private void start() {
    client.getConnectionStateListenable().addListener((curator, next) -> connection(next));
    latch.addListener(new Leadership());
    client.start();
    try {
      latch.start();
    } catch (Exception e) {
      throw new IllegalStateException("Curator refused to start a latch.", e);
    }
  }

  private void won() {
    ZooKeeper handle = handle();
    if (handle == null) {
      end("the session was lost while it won");
      return;
    }
    synchronized (this) {
      if (state == State.RACING) {
        LOG.info("{} has won shard {}", settings.nodeId(), settings.shard());
        state = State.WON;
        winner = handle;
        listener.won(journals.apply(handle));
      }
    }
  }

  private void connection(ConnectionState next) {
    switch (next) {
      case SUSPENDED -> suspended();
      case RECONNECTED -> resumed();
      case LOST -> end("the session is lost");
      default -> LOG.debug("Connection of shard {}: {}", settings.shard(), next);
    }
  }

  private synchronized void suspended() {
    if (state == State.WON) {
      state = State.SUSPENDED;
      listener.suspended();
    }
  }

  private void resumed() {
    ZooKeeper handle = handle();
    synchronized (this) {
      if (state != State.SUSPENDED) {
        return;
      }
      if (handle == winner) {
        state = State.WON;
        listener.resumed();
        return;
      }
    }
    end("the connection is back in another session");
  }

  private @Nullable ZooKeeper handle() {
    try {
      return client.getZookeeperClient().getZooKeeper();
    } catch (Exception e) {
      LOG.debug("Shard {} has no session", settings.shard(), e);
      return null;
    }
  }

  /**
   * The tracker of the ensemble is off: behind a proxy or in containers the servers know themselves
   * by addresses that clients cannot reach.
   */
  private static CuratorFramework client(RaceSettings settings) {
    return CuratorFrameworkFactory.builder()
        .connectString(settings.connectString())
        .sessionTimeoutMs(settings.sessionMillis())
        .connectionTimeoutMs(settings.sessionMillis())
        .retryPolicy(new RetryForever(RETRY_MILLIS))
        .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
        .ensembleTracker(false)
        .dontUseContainerParents()
        .build();
  }

  private final class Leadership implements LeaderLatchListener {
    @Override
    public void isLeader() {
      won();
    }

    @Override
    public void notLeader() {
      end("the latch is another's");
    }
  }
}
