package io.palinode.embedded;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A Kafka broker and a ZooKeeper server inside this JVM, started side by side.
 *
 * <ul>
 *   <li>Both are ready when a start method returns. When one fails, the other is stopped again.
 *   <li>Closing stops both, even when stopping one fails.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
  private final EmbeddedKafka kafka;
  private final EmbeddedZooKeeper zooKeeper;

  private EmbeddedCluster(EmbeddedKafka kafka, EmbeddedZooKeeper zooKeeper) {
    this.kafka = kafka;
    this.zooKeeper = zooKeeper;
  }

  /** Starts both on free ports, with temporary directories. */
  public static EmbeddedCluster start() {
    return start(EmbeddedKafka.builder(), EmbeddedZooKeeper.builder());
  }

  /** Starts both on the data that an earlier start left under this directory, if any. */
  public static EmbeddedCluster startIn(Path directory, int kafkaPort, int zooKeeperPort) {
    return start(
        EmbeddedKafka.builder().directory(directory.resolve(EmbeddedKafka.NAME)).port(kafkaPort),
        EmbeddedZooKeeper.builder()
            .directory(directory.resolve(EmbeddedZooKeeper.NAME))
            .port(zooKeeperPort));
  }

  /** Starts both as the builders say. */
  public static EmbeddedCluster start(
      EmbeddedKafka.Builder kafka, EmbeddedZooKeeper.Builder zooKeeper) {
    var second = new FutureTask<>(zooKeeper::start);
    var starter = new Thread(second, "embedded-zookeeper-start");
    starter.setDaemon(true);
    starter.start();
    EmbeddedKafka first;
    try {
      first = kafka.start();
    } catch (EmbeddedServerException e) {
      closeOnceStarted(second, e);
      throw e;
    }
    try {
      return new EmbeddedCluster(first, await(second));
    } catch (EmbeddedServerException e) {
      first.close();
      throw e;
    }
  }

  public EmbeddedKafka kafka() {
    return kafka;
  }

  public EmbeddedZooKeeper zooKeeper() {
    return zooKeeper;
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public String connectString() {
    return zooKeeper.connectString();
  }

  @Override
  public void close() {
    try {
      kafka.close();
    } finally {
      zooKeeper.close();
    }
  }

  private static void closeOnceStarted(
      FutureTask<EmbeddedZooKeeper> zooKeeper, EmbeddedServerException reason) {
    try {
      await(zooKeeper).close();
    } catch (EmbeddedServerException e) {
      reason.addSuppressed(e);
    }
  }

  private static EmbeddedZooKeeper await(FutureTask<EmbeddedZooKeeper> start) {
    try {
      return start.get();
    } catch (ExecutionException e) {
      throw EmbeddedServerException.didNotStart(EmbeddedZooKeeper.NAME, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedServerException.didNotStart(EmbeddedZooKeeper.NAME, e);
    }
  }
}
