package io.palinode.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** A connected ZooKeeper session. */
record Session(ZooKeeper client) implements AutoCloseable {
  static Session open(String connectString, Duration timeout)
      throws IOException, InterruptedException {
    var connected = new CountDownLatch(1);
    var client =
        new ZooKeeper(
            connectString,
            (int) timeout.toMillis(),
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    if (!connected.await(30, SECONDS)) {
      client.close();
      throw new IOException("No session within 30 s at " + connectString);
    }
    return new Session(client);
  }

  void create(String path, String data) throws KeeperException, InterruptedException {
    client.create(
        path, data.getBytes(StandardCharsets.UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  String read(String path) throws KeeperException, InterruptedException {
    return new String(client.getData(path, false, null), StandardCharsets.UTF_8);
  }

  Duration timeout() {
    return Duration.ofMillis(client.getSessionTimeout());
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
  }
}
