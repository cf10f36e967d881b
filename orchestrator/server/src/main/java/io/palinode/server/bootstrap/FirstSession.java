package io.palinode.server.bootstrap;

import io.palinode.server.journal.ShardLost;
import io.palinode.settings.InvalidSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.apache.zookeeper.KeeperException.SessionExpiredException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first session with a ZooKeeper that may not be up yet, or may go away again at once. Says
 * every few seconds which address it waits for.
 *
 * <p>Used by one thread.
 */
final class FirstSession {
  private static final Logger LOG = LoggerFactory.getLogger(FirstSession.class);
  private static final long TELL_EVERY_SECONDS = 4;

  private final String servers;
  private final Duration timeout;
  private final Duration limit;
  private final long begin = System.nanoTime();

  private FirstSession(String servers, Duration timeout, Duration limit) {
    this.servers = servers;
    this.timeout = timeout;
    this.limit = limit;
  }

  static FirstSession of(OrchestratorSettings settings, Duration limit) {
    return new FirstSession(
        settings.get(OrchestratorSettings.ZOOKEEPER),
        settings.get(OrchestratorSettings.SESSION_TIMEOUT),
        limit);
  }

  /**
   * Connects, does something in the session, and closes it. Where ZooKeeper goes away meanwhile,
   * all of that is done again.
   */
  void use(Consumer<ZooKeeper> task) {
    while (!attempt(task)) {
      LOG.warn("ZooKeeper at {} went away while it was asked. Trying again.", servers);
    }
  }

  private boolean attempt(Consumer<ZooKeeper> task) {
    CountDownLatch connected = new CountDownLatch(1);
    try (ZooKeeper session =
        new ZooKeeper(
            servers,
            (int) timeout.toMillis(),
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            })) {
      await(connected);
      checkGranted(session.getSessionTimeout());
      task.accept(session);
      return true;
    } catch (ShardLost e) {
      boolean wentAway =
          e.getCause() instanceof ConnectionLossException
              || e.getCause() instanceof SessionExpiredException;
      if (!wentAway || waited().compareTo(limit) >= 0) {
        throw new ZooKeeperUnreachable("Giving up on ZooKeeper at " + servers + ".", e);
      }
      return false;
    } catch (IOException e) {
      throw new ZooKeeperUnreachable("Giving up on ZooKeeper at " + servers + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ZooKeeperUnreachable("Interrupted while waiting for ZooKeeper at " + servers, e);
    }
  }

  private void await(CountDownLatch connected) throws InterruptedException {
    while (!connected.await(Math.min(TELL_EVERY_SECONDS, left()), TimeUnit.SECONDS)) {
      String what =
          "ZooKeeper at %s (saga.zookeeper.connect) has not answered for %d s."
              .formatted(servers, waited().toSeconds());
      if (waited().compareTo(limit) >= 0) {
        throw new ZooKeeperUnreachable("Giving up. " + what, null);
      }
      LOG.warn("Still trying. {}", what);
    }
  }

  private Duration waited() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private long left() {
    return Math.max(1, limit.minus(waited()).toSeconds());
  }

  private void checkGranted(int grantedMillis) {
    if (grantedMillis != timeout.toMillis()) {
      throw new InvalidSettings(
          "saga.zookeeper.session.timeout is %d ms, but ZooKeeper at %s grants %d ms. Set it within the servers' minSessionTimeout and maxSessionTimeout (2 and 20 ticks where they are not set)."
              .formatted(timeout.toMillis(), servers, grantedMillis));
    }
  }
}
