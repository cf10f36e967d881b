package io.palinode.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One standalone ZooKeeper server inside this JVM.
 *
 * <ul>
 *   <li>It takes sessions when {@link Builder#start} returns, and none after {@link #close}.
 *   <li>Every write is on disk before it is answered, unless {@link Builder#fsync} says otherwise.
 *   <li>Started again on its directory it has its nodes back, and the sessions that have not
 *       expired meanwhile.
 *   <li>The admin server is off; of the four-letter commands only {@code srvr} answers.
 * </ul>
 *
 * <p>Thread-safe. Its threads are daemons, so it never keeps a process alive.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {
  static final String NAME = "zookeeper";

  private final DataDirectory directory;
  private final StandaloneServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedZooKeeper(DataDirectory directory, StandaloneServer server) {
    this.directory = directory;
    this.server = server;
  }

  public static Builder builder() {
    return new Builder();
  }

  public String connectString() {
    return "127.0.0.1:" + port();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        server.stop();
      } finally {
        directory.close();
      }
    }
  }

  /**
   * Says where a server lives and how long its sessions may last.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private @Nullable Path path;
    private int port;
    private Duration tickTime = Duration.ofMillis(250);
    private Duration shortestSession = Duration.ofMillis(500);
    private Duration longestSession = Duration.ofSeconds(60);
    private boolean fsync = true;

    private Builder() {}

    /** Keeps the data here. Without it, a temporary directory is used and deleted on close. */
    public Builder directory(Path path) {
      this.path = path;
      return this;
    }

    /** Listens here; 0, the default, is any free port. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** How often sessions are looked at; a session expires up to this much late. 250 ms. */
    public Builder tickTime(Duration tickTime) {
      this.tickTime = tickTime;
      return this;
    }

    /** Limits the session timeouts that clients may ask for. 500 ms to 60 s. */
    public Builder sessionTimeouts(Duration shortest, Duration longest) {
      this.shortestSession = shortest;
      this.longestSession = longest;
      return this;
    }

    /** Whether writes reach the disk before they are answered. One setting for the whole JVM. */
    public Builder fsync(boolean fsync) {
      this.fsync = fsync;
      return this;
    }

    /** Returns once the server takes sessions. */
    public EmbeddedZooKeeper start() {
      var directory = DataDirectory.open(NAME, path);
      try {
        return new EmbeddedZooKeeper(
            directory, StandaloneServer.start(port, settings(directory.path())));
      } catch (RuntimeException e) {
        directory.close();
        throw EmbeddedServerException.didNotStart(NAME, e);
      }
    }

    private Properties settings(Path directory) {
      var settings = new Properties();
      settings.setProperty("dataDir", directory.toString());
      settings.setProperty("clientPort", Integer.toString(port));
      settings.setProperty("clientPortAddress", "127.0.0.1");
      settings.setProperty("tickTime", millis(tickTime));
      settings.setProperty("minSessionTimeout", millis(shortestSession));
      settings.setProperty("maxSessionTimeout", millis(longestSession));
      settings.setProperty("maxClientCnxns", "0");
      settings.setProperty("autopurge.snapRetainCount", "3");
      settings.setProperty("autopurge.purgeInterval", "1");
      settings.setProperty("admin.enableServer", "false");
      settings.setProperty("forceSync", fsync ? "yes" : "no");
      return settings;
    }

    private static String millis(Duration duration) {
      return Long.toString(duration.toMillis());
    }
  }
}
