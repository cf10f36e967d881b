package io.palinode.embedded.process;

import io.palinode.embedded.EmbeddedKafka;
import io.palinode.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;

/**
 * Main of a server's JVM: the embedded Kafka or the embedded ZooKeeper, alone, with the files in a
 * given directory.
 *
 * <ul>
 *   <li>ZooKeeper syncs every write to disk, Kafka leaves that to the operating system: the default
 *       of each.
 *   <li>Arguments are the server, its directory, the port that it listens on (any, if there is
 *       none), and for Kafka the port that it tells clients to connect to, if that is another.
 *   <li>SIGTERM stops it in order.
 * </ul>
 */
public final class ServerMain {
  public static final String KAFKA = "kafka";
  public static final String ZOOKEEPER = "zookeeper";

  private static final int DIRECTORY = 1;
  private static final int PORT = 2;
  private static final int ADVERTISED_PORT = 3;

  private ServerMain() {}

  public static void main(String[] arguments) {
    Leash.hold();
    try {
      var address =
          switch (arguments[0]) {
            case KAFKA -> kafka(arguments).bootstrapServers();
            case ZOOKEEPER -> zooKeeper(arguments).connectString();
            default -> throw new IllegalArgumentException("No server is called " + arguments[0]);
          };
      System.out.println("ready " + address);
      Thread.currentThread().join();
    } catch (RuntimeException | InterruptedException failure) {
      Leash.fail("The server did not start", failure);
    }
  }

  private static EmbeddedKafka kafka(String[] arguments) {
    var kafka =
        EmbeddedKafka.builder()
            .directory(Path.of(arguments[DIRECTORY]))
            .port(port(arguments, PORT))
            .advertisedPort(port(arguments, ADVERTISED_PORT))
            .start();
    atEnd(kafka::close);
    return kafka;
  }

  private static EmbeddedZooKeeper zooKeeper(String[] arguments) {
    var zooKeeper =
        EmbeddedZooKeeper.builder()
            .directory(Path.of(arguments[DIRECTORY]))
            .port(port(arguments, PORT))
            .start();
    atEnd(zooKeeper::close);
    return zooKeeper;
  }

  private static void atEnd(Runnable close) {
    Runtime.getRuntime().addShutdownHook(new Thread(close, "stop-server"));
  }

  private static int port(String[] arguments, int place) {
    return place < arguments.length ? Integer.parseInt(arguments[place]) : 0;
  }
}
