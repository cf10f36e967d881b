package io.palinode.bench;

import io.palinode.embedded.process.Leash;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * Main of the yardstick's JVM: the smallest honest loop that does the I/O a correct orchestrator
 * must do.
 *
 * <p>Each shard has a thread, a consumer and a ZooKeeper session of its own; all share one
 * producer. What a shard does is {@link YardstickShard}. There is no recovery: the first thing that
 * fails ends the JVM, and with it the run.
 */
final class YardstickLoop {
  private static final int SESSION_TIMEOUT_MILLIS = 30_000;

  private YardstickLoop() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, KeeperException {
    Leash.hold();
    var run = Run.fromArgument(arguments[0]);
    var session = connect(run.servers().zookeeper());
    create(session, "/" + run.namespace());
    var producer = KafkaClients.producer(run);
    for (var index = 0; index < run.shards(); index++) {
      new Thread(shard(run, index, producer), "shard-" + index).start();
    }
    session.close();
    System.out.println("ready");
  }

  private static YardstickShard shard(Run run, int index, Producer<String, byte[]> producer)
      throws IOException, InterruptedException, KeeperException {
    var session = connect(run.servers().zookeeper());
    var root = "/" + run.namespace() + "/" + index;
    for (var path : List.of(root, root + "/head", root + "/log", root + "/locks")) {
      create(session, path);
    }
    var topics = Subject.named(run.subject()).topics(run);
    var input =
        List.of(
            new TopicPartition(topics.starts(), index),
            new TopicPartition(topics.replies(), index));
    var consumer = KafkaClients.consumer(run, input, YardstickShard.MAX_OPS);
    return new YardstickShard(root, topics, run.locks(), consumer, producer, session);
  }

  private static ZooKeeper connect(String address) throws IOException, InterruptedException {
    var connected = new CountDownLatch(1);
    var session =
        new ZooKeeper(
            address,
            SESSION_TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    connected.await();
    return session;
  }

  private static void create(ZooKeeper session, String path)
      throws InterruptedException, KeeperException {
    session.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }
}
