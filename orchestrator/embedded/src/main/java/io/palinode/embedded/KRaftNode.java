package io.palinode.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.LoggerFactory;

/**
 * A KRaft broker and its controller, wired as {@code KafkaRaftServer} wires them.
 *
 * <ul>
 *   <li>A fault is logged and thrown. {@code KafkaRaftServer} would halt the JVM, which here is the
 *       caller's.
 *   <li>Its sockets are the ones given, for the same reason: {@code KafkaRaftServer} binds its own.
 *   <li>An unformatted directory is formatted; a formatted one keeps its cluster id.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class KRaftNode {
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(30);

  private final ControllerServer controller;
  private final BrokerServer broker;

  private KRaftNode(ControllerServer controller, BrokerServer broker) {
    this.controller = controller;
    this.broker = broker;
  }

  /**
   * A node that does not run yet.
   *
   * @param features levels that an unformatted directory gets instead of the newest
   */
  static KRaftNode create(
      BrokerSettings settings, Map<String, Short> features, LoopbackListeners listeners) {
    format(settings.directory().path(), features);
    var config = new KafkaConfig(settings.asMap(), false);
    var storage =
        KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KRaftNode.class), "");
    var ensemble = storage._1();
    var metrics = Server.initializeMetrics(config, Time.SYSTEM, ensemble.clusterId().orElseThrow());
    var voters = Map.of(BrokerSettings.NODE_ID, listeners.controllerAddress());
    var shared =
        new SharedServer(
            config,
            ensemble,
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(voters),
            List.of(),
            (name, fatal, action) -> new LoggingFaultHandler(name, action),
            listeners);
    return new KRaftNode(
        new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2()),
        new BrokerServer(shared));
  }

  /**
   * Returns once the broker takes requests. A node that fails to start stops again.
   *
   * <p>Kafka's Scala code throws checked exceptions that it does not declare.
   */
  void start() {
    try {
      controller.startup();
      broker.startup();
    } catch (Exception e) {
      stop();
      throw e;
    }
  }

  /** Stops the broker first, since its orderly leave needs the controller. */
  void stop() {
    broker.shutdown(SHUTDOWN_LIMIT);
    controller.shutdown();
  }

  private static void format(Path directory, Map<String, Short> features) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    var formatter =
        new Formatter()
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
            .setClusterId(Uuid.randomUuid().toString())
            .setNodeId(BrokerSettings.NODE_ID)
            .setControllerListenerName(BrokerSettings.CONTROLLER)
            .setMetadataLogDirectory(directory.toString())
            .addDirectory(directory.toString());
    features.forEach(formatter::setFeatureLevel);
    try {
      formatter.run();
    } catch (Exception e) {
      throw EmbeddedServerException.didNotStart(EmbeddedKafka.NAME, e);
    }
  }
}
