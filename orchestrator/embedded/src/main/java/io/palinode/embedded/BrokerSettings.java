package io.palinode.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a broker that is also its own controller, lean enough to share a JVM.
 *
 * <ul>
 *   <li>Internal topics have one partition and one replica.
 *   <li>Topics are never made by naming them, so a misspelt one is an error as in production.
 *   <li>A consumer group forms at once, and may ask for sessions as short as 500 ms.
 *   <li>A broker that was killed has to wait for its old session to end when it is started again,
 *       so with a directory to come back to, a session lasts 1 s. Without one it lasts Kafka's 9 s,
 *       which a machine short of CPU does not miss.
 *   <li>An idle broker writes nothing to disk.
 *   <li>A caller's property wins over these, but for those that say where the broker lives.
 * </ul>
 *
 * <p>Immutable.
 */
record BrokerSettings(DataDirectory directory, Ports ports, Map<String, String> extra) {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";
  private static final String CLIENTS = "PLAINTEXT";

  private static final List<String> RESERVED =
      List.of(
          "process.roles",
          "node.id",
          "broker.id",
          "listeners",
          "advertised.listeners",
          "controller.listener.names",
          "controller.quorum.voters",
          "controller.quorum.bootstrap.servers",
          "log.dir",
          "log.dirs",
          "metadata.log.dir");

  /** Where it listens, and the port that it tells its clients to use. */
  record Ports(int broker, int advertised, int controller) {}

  BrokerSettings {
    extra = Map.copyOf(extra);
  }

  static void requireFree(String property) {
    if (RESERVED.contains(property)) {
      throw new IllegalArgumentException(
          "The embedded broker sets %s itself; use its port and directory options"
              .formatted(property));
    }
  }

  Map<String, String> asMap() {
    var all = new HashMap<String, String>();
    all.putAll(lean());
    if (!directory.temporary()) {
      all.put("broker.session.timeout.ms", "1000");
    }
    all.putAll(extra);
    all.putAll(place());
    return all;
  }

  private Map<String, String> place() {
    var controller = "127.0.0.1:%d".formatted(ports.controller());
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry("listeners", forClients(ports.broker()) + "," + CONTROLLER + "://" + controller),
        Map.entry("advertised.listeners", forClients(ports.advertised())),
        Map.entry("controller.listener.names", CONTROLLER),
        Map.entry("controller.quorum.voters", NODE_ID + "@" + controller),
        Map.entry("log.dirs", directory.path().toString()));
  }

  private static String forClients(int port) {
    return "%s://127.0.0.1:%d".formatted(CLIENTS, port);
  }

  private static Map<String, String> lean() {
    return Map.ofEntries(
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("broker.heartbeat.interval.ms", "200"),
        Map.entry("metadata.max.idle.interval.ms", "0"),
        Map.entry("controller.quorum.append.linger.ms", "0"),
        Map.entry("group.min.session.timeout.ms", "500"),
        Map.entry("group.consumer.min.session.timeout.ms", "500"),
        Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
        Map.entry("controlled.shutdown.enable", "true"),
        Map.entry("server.max.startup.time.ms", "60000"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("group.coordinator.threads", "1"),
        Map.entry("share.coordinator.threads", "1"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "2"),
        Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));
  }
}
