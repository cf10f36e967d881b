package io.palinode.embedded;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ZooKeeper's own standalone main, run on a daemon thread that can be waited for.
 *
 * <p>{@code ZooKeeperServerEmbedded} does the same, but when the server fails to start it logs why
 * and lets its caller wait for the timeout, and its close returns before the files are closed.
 *
 * <p>Thread-safe.
 */
final class StandaloneServer extends ZooKeeperServerMain {
  private static final Logger LOG = LoggerFactory.getLogger(StandaloneServer.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final CompletableFuture<Integer> boundPort = new CompletableFuture<>();
  private final ServerConfig config = new ServerConfig();
  private final DatadirCleanupManager purge;
  private final Thread runner;
  private volatile boolean stopping;

  private StandaloneServer(QuorumPeerConfig parsed) {
    config.readFrom(parsed);
    purge =
        new DatadirCleanupManager(
            parsed.getDataDir(),
            parsed.getDataLogDir(),
            parsed.getSnapRetainCount(),
            parsed.getPurgeInterval());
    runner = new Thread(this::run, "embedded-zookeeper");
    runner.setDaemon(true);
  }

  static StandaloneServer start(int port, Properties settings) {
    var parsed = new QuorumPeerConfig();
    try {
      parsed.parseProperties(settings);
    } catch (IOException | ConfigException e) {
      throw EmbeddedServerException.didNotStart(EmbeddedZooKeeper.NAME, e);
    }
    var server = new StandaloneServer(parsed);
    server.runner.start();
    server.awaitStart(port);
    return server;
  }

  int port() {
    return boundPort.join();
  }

  /** Returns when the data files are closed. */
  void stop() {
    stopping = true;
    purge.shutdown();
    close();
    try {
      runner.join(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void serverStarted() {
    purge.start();
    boundPort.complete(getClientPort());
  }

  private void run() {
    try {
      runFromConfig(config);
      if (!stopping) {
        LOG.error("The embedded ZooKeeper stopped by itself");
      }
    } catch (IOException | AdminServerException | RuntimeException e) {
      if (!boundPort.completeExceptionally(e)) {
        LOG.error("The embedded ZooKeeper failed", e);
      }
    }
  }

  private void awaitStart(int port) {
    try {
      boundPort.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BindException taken
          ? EmbeddedServerException.portTaken(EmbeddedZooKeeper.NAME, port, taken)
          : EmbeddedServerException.didNotStart(EmbeddedZooKeeper.NAME, e);
    } catch (TimeoutException e) {
      stop();
      throw EmbeddedServerException.didNotStart(EmbeddedZooKeeper.NAME, e);
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw EmbeddedServerException.didNotStart(EmbeddedZooKeeper.NAME, e);
    }
  }
}
