package io.palinode.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker and its controller inside this JVM.
 *
 * <ul>
 *   <li>It takes requests when {@link Builder#start} returns, and none after {@link #close}.
 *   <li>Topics are made by clients; naming one that is not there is an error.
 *   <li>Started again on its directory it has its topics, records and group offsets back. Started
 *       again on its port too, running clients find it again.
 *   <li>Close it before its directory is deleted: Kafka halts the JVM when its last directory
 *       fails.
 * </ul>
 *
 * <p>Thread-safe. Kafka's own threads are not daemons, so the process ends only once it is closed.
 */
public final class EmbeddedKafka implements AutoCloseable {
  static final String NAME = "kafka";

  private final DataDirectory directory;
  private final int port;
  private final KRaftNode node;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedKafka(DataDirectory directory, int port, KRaftNode node) {
    this.directory = directory;
    this.port = port;
    this.node = node;
  }

  public static Builder builder() {
    return new Builder();
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        node.stop();
      } finally {
        directory.close();
      }
    }
  }

  /**
   * Says where a broker lives and how it differs from the lean default.
   *
   * <p>Not thread-safe; may start any number of brokers, if each gets a directory and port.
   */
  public static final class Builder {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, Short> features = new HashMap<>();
    private @Nullable Path path;
    private int port;
    private int advertisedPort;

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

    /**
     * Tells clients to connect to this port of the loopback address instead of the one that the
     * broker listens on, such as that of a proxy; 0, the default, is the broker's own.
     */
    public Builder advertisedPort(int advertisedPort) {
      this.advertisedPort = advertisedPort;
      return this;
    }

    /** Sets a broker property, except for those that say where the broker lives. */
    public Builder property(String name, String value) {
      BrokerSettings.requireFree(name);
      properties.put(name, value);
      return this;
    }

    /**
     * Gives the cluster this level of a feature instead of the newest, such as 1 of {@code
     * transaction.version}. A directory that has been used keeps the levels it has.
     */
    public Builder feature(String name, int level) {
      features.put(name, (short) level);
      return this;
    }

    /** Returns once the broker takes requests. */
    public EmbeddedKafka start() {
      var directory = DataDirectory.open(NAME, path);
      try {
        return start(directory);
      } catch (Exception e) {
        directory.close();
        throw EmbeddedServerException.didNotStart(NAME, e);
      }
    }

    private EmbeddedKafka start(DataDirectory directory) {
      var listeners = LoopbackListeners.bind(port);
      try {
        int bound = listeners.brokerPort();
        var ports =
            new BrokerSettings.Ports(
                bound,
                advertisedPort == 0 ? bound : advertisedPort,
                listeners.controllerAddress().getPort());
        var settings = new BrokerSettings(directory, ports, properties);
        var node = KRaftNode.create(settings, features, listeners);
        node.start();
        return new EmbeddedKafka(directory, bound, node);
      } catch (Exception e) {
        listeners.close();
        throw e;
      }
    }
  }
}
