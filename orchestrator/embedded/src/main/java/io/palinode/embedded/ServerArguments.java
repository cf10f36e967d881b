package io.palinode.embedded;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link EmbeddedServers} was asked for on the command line.
 *
 * <p>Immutable.
 */
record ServerArguments(@Nullable Path directory, int kafkaPort, int zooKeeperPort) {
  static final String USAGE =
      "usage: EmbeddedServers [--dir DIRECTORY] [--kafka-port PORT] [--zookeeper-port PORT]";

  static ServerArguments parse(List<String> arguments) {
    var parsed = new ServerArguments(null, 0, 0);
    for (var rest = arguments.iterator(); rest.hasNext(); ) {
      parsed = parsed.with(rest.next(), rest);
    }
    return parsed;
  }

  EmbeddedCluster start() {
    return directory == null
        ? EmbeddedCluster.start(
            EmbeddedKafka.builder().port(kafkaPort),
            EmbeddedZooKeeper.builder().port(zooKeeperPort))
        : EmbeddedCluster.startIn(directory, kafkaPort, zooKeeperPort);
  }

  private ServerArguments with(String option, Iterator<String> rest) {
    return switch (option) {
      case "--dir" -> new ServerArguments(Path.of(value(option, rest)), kafkaPort, zooKeeperPort);
      case "--kafka-port" -> new ServerArguments(directory, port(option, rest), zooKeeperPort);
      case "--zookeeper-port" -> new ServerArguments(directory, kafkaPort, port(option, rest));
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static int port(String option, Iterator<String> rest) {
    var value = value(option, rest);
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new IllegalArgumentException(option + " wants a port from 0 to 65535, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " wants a value");
    }
    return rest.next();
  }
}
