package io.palinode.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.message.CommandId;
import io.palinode.server.transport.ShardOf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * A namespace in ZooKeeper as a bystander sees it, who may also do damage.
 *
 * <p>Safe for use by any thread.
 */
final class Znodes implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String root;
  private final int shards;
  private final ZooKeeper session;

  Znodes(String connect, String namespace, int shards) {
    this.root = "/" + namespace;
    this.shards = shards;
    try {
      this.session = new ZooKeeper(connect, 30_000, event -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Question<T> {
    T ask(ZooKeeper session) throws KeeperException, InterruptedException;
  }

  /** The text of a live saga's log; empty if there is none. */
  Optional<String> log(String sagaId) {
    return pathOf(sagaId)
        .map(
            path ->
                ask(zk -> zk.exists(path, false) == null ? null : zk.getData(path, false, null)))
        .map(log -> new String(log, UTF_8));
  }

  /** The names of the locks that are held on a saga. */
  List<String> locks(String sagaId) {
    return pathOf(sagaId).map(path -> ask(zk -> zk.getChildren(path, false))).orElseGet(List::of);
  }

  /** Every znode of the namespace whose path has this text in it. */
  List<String> pathsWith(String text) {
    return subTree().stream().filter(path -> path.contains(text)).toList();
  }

  /** The head of the shard to which a saga belongs. */
  JsonNode head(String sagaId) {
    return json(shardPath(sagaId) + "/head");
  }

  /** What a znode says that holds JSON. */
  JsonNode json(String path) {
    byte[] content = ask(zk -> zk.getData(path, false, null));
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw new AssertionError(path + " is no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Who has the lock whose znode is called so, and who waits for it, the next one first. */
  List<String> queueOf(String lock) {
    JsonNode key = json(pathsWith("/" + lock).get(0));
    List<String> sagas = new ArrayList<>(List.of(sagaOf(key.path("holder"))));
    key.path("queue").forEach(claim -> sagas.add(sagaOf(claim)));
    return sagas;
  }

  private static String sagaOf(JsonNode claim) {
    return CommandId.parse(claim.path("step").asText()).sagaId();
  }

  long epoch(String sagaId) {
    return head(sagaId).path("epoch").asLong();
  }

  /** The last write to each znode of a saga's shard, the race for it left out. */
  Map<String, Long> lastWrites(String sagaId) {
    Map<String, Long> writes = new TreeMap<>();
    pathsWith(shardPath(sagaId)).stream()
        .filter(path -> !path.contains("/latch"))
        .forEach(path -> writes.put(path, ask(zk -> zk.exists(path, false)).getMzxid()));
    return writes;
  }

  /** The sessions that race for a saga's shard, its owner's first. */
  List<Long> racers(String sagaId) {
    return race(sagaId).stream()
        .map(path -> ask(zk -> zk.exists(path, false)))
        .filter(Objects::nonNull)
        .map(Stat::getEphemeralOwner)
        .toList();
  }

  /** Lets the next in line win a shard, although its owner's session lives. */
  void deleteFirstRacer(String sagaId) {
    delete(race(sagaId).get(0));
  }

  /** The bytes of the window of ended sagas, over all segments of the saga's shard. */
  int doneBytes(String sagaId) {
    return pathsWith(shardPath(sagaId) + "/done/").stream()
        .mapToInt(path -> ask(zk -> zk.getData(path, false, null)).length)
        .sum();
  }

  /**
   * True if a saga's shard has nothing to write: its last step is noted as published, and it has
   * read all there is.
   */
  boolean isQuiet(String sagaId, long startsEnd, long repliesEnd) {
    JsonNode head = head(sagaId);
    String log = log(sagaId).orElseThrow(() -> new AssertionError(sagaId + " is over"));
    String last = log.substring(log.lastIndexOf("\"batch\":") + "\"batch\":".length());
    long lastBatch = Long.parseLong(last.substring(0, last.indexOf(',')));
    return head.path("publishedThrough").asLong() >= lastBatch
        && read(head, "starts") == startsEnd
        && read(head, "replies") == repliesEnd;
  }

  /** The offset up to which a head has read; it says -1 while there was nothing to read. */
  private static long read(JsonNode head, String input) {
    return Math.max(0, head.path(input).asLong());
  }

  void deleteLog(String sagaId) {
    String path = pathOf(sagaId).orElseThrow();
    ask(
        zk -> {
          ZKUtil.deleteRecursive(zk, path);
          return path;
        });
  }

  void deleteLocks(String sagaId) {
    String path = pathOf(sagaId).orElseThrow();
    for (String lock : locks(sagaId)) {
      delete(path + "/" + lock);
    }
  }

  void overwriteLog(String sagaId, byte[] garbage) {
    String path = pathOf(sagaId).orElseThrow();
    ask(zk -> zk.setData(path, garbage, -1));
  }

  /** Enters a node into the register that does not run. */
  void register(String node) {
    ask(
        zk ->
            zk.create(
                root + "/nodes/" + node, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
  }

  void unregister(String node) {
    delete(root + "/nodes/" + node);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sagas come and go while the tree is listed, so a znode that vanishes means another look. */
  private List<String> subTree() {
    for (int looks = 1; ; looks++) {
      try {
        return session.exists(root, false) == null
            ? List.of()
            : ZKUtil.listSubTreeBFS(session, root);
      } catch (NoNodeException e) {
        assert looks < 100 : e;
      } catch (KeeperException e) {
        throw new IllegalStateException("ZooKeeper did not answer the test.", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while asking ZooKeeper.", e);
      }
    }
  }

  private List<String> race(String sagaId) {
    return pathsWith(shardPath(sagaId) + "/latch/").stream()
        .sorted(Comparator.comparing(path -> path.substring(path.length() - 10)))
        .toList();
  }

  private void delete(String path) {
    ask(
        zk -> {
          zk.delete(path, -1);
          return path;
        });
  }

  private Optional<String> pathOf(String sagaId) {
    return pathsWith(shardPath(sagaId) + "/log/").stream()
        .filter(path -> path.endsWith("/" + sagaId))
        .findFirst();
  }

  private String shardPath(String sagaId) {
    return String.format(Locale.ROOT, "%s/shards/%02d", root, ShardOf.shardOf(sagaId, shards));
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask(session);
    } catch (NoNodeException e) {
      throw new AssertionError("Gone while it was looked at: " + e.getPath(), e);
    } catch (KeeperException e) {
      throw new IllegalStateException("ZooKeeper did not answer the test.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking ZooKeeper.", e);
    }
  }
}
