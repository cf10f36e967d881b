package io.palinode.bench;

import io.palinode.embedded.EmbeddedKafka;
import io.palinode.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;

/**
 * Main of a server's JVM: the embedded Kafka or the embedded ZooKeeper, alone, with the files in a
 * given directory.
 *
 * <p>ZooKeeper syncs every write to disk, Kafka leaves that to the operating system: the default of
 * each.
 */
final class ServerMain {
  static final String KAFKA = "kafka";
  static final String ZOOKEEPER = "zookeeper";

  private ServerMain() {}

  public static void main(String[] arguments) {
    Leash.hold();
    var directory = Path.of(arguments[1]);
    try {
      var address =
          switch (arguments[0]) {
            case KAFKA -> EmbeddedKafka.builder().directory(directory).start().bootstrapServers();
            case ZOOKEEPER ->
                EmbeddedZooKeeper.builder().directory(directory).start().connectString();
            default -> throw new IllegalArgumentException("No server is called " + arguments[0]);
          };
      System.out.println("ready " + address);
      Thread.currentThread().join();
    } catch (RuntimeException | InterruptedException failure) {
      Leash.fail("The server did not start", failure);
    }
  }
}
