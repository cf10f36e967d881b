package io.palinode.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** The heads of a run's shards, as ZooKeeper has them: who writes, and when that changes. */
final class Heads implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration QUIET_FOR = Duration.ofSeconds(3);
  private static final int SESSION_TIMEOUT_MILLIS = 30_000;

  private final ZooKeeper session;
  private final List<String> paths = new ArrayList<>();

  private record Seen(long epoch, long zxid) {}

  Heads(Run run) throws IOException, InterruptedException {
    var connected = new CountDownLatch(1);
    session =
        new ZooKeeper(
            run.servers().zookeeper(),
            SESSION_TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    connected.await();
    for (var shard = 0; shard < run.shards(); shard++) {
      paths.add("/%s/shards/%02d/head".formatted(run.namespace(), shard));
    }
  }

  /** Returns when nothing has been written for a while: all that was sent is noted. */
  void awaitQuiet() {
    var seen = look();
    var since = System.nanoTime();
    while (System.nanoTime() - since < QUIET_FOR.toNanos()) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      var now = look();
      since = now.equals(seen) ? since : System.nanoTime();
      seen = now;
    }
  }

  /** When any shard has got the next owner, in milliseconds since 1970. */
  CompletableFuture<Long> nextOwner() {
    var before = epochs();
    return CompletableFuture.supplyAsync(
        () -> {
          while (epochs().equals(before)) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
          }
          return System.currentTimeMillis();
        });
  }

  @Override
  public void close() throws InterruptedException {
    session.close();
  }

  private List<Long> epochs() {
    return look().stream().map(Seen::epoch).toList();
  }

  private List<Seen> look() {
    return paths.stream().map(this::look).toList();
  }

  private Seen look(String path) {
    try {
      var stat = new Stat();
      var head = JSON.readTree(session.getData(path, false, stat));
      return new Seen(head.required("epoch").asLong(), stat.getMzxid());
    } catch (KeeperException | IOException e) {
      throw new IllegalStateException(path + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading " + path, e);
    }
  }
}
