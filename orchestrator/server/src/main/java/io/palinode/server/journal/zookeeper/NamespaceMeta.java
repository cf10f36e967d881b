package io.palinode.server.journal.zookeeper;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.palinode.message.Topics;
import io.palinode.server.journal.ShardLost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every node must agree on: a saga's shard follows from the number of shards, and a shard's
 * offsets count records of these topics in this Kafka. Only {@link Reshard} changes the number.
 *
 * <p>Immutable.
 *
 * @param cluster the id of the Kafka cluster that this orchestrator is connected to
 * @param newInstance what the installation is called from now on if it has no name yet; no two are
 *     called alike
 */
public record NamespaceMeta(Topics topics, int shards, String cluster, String newInstance) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FORMAT = 1;
  private static final String SHARDS = "shards";
  private static final Set<String> NUMBERS = Set.of("format", SHARDS);
  private static final String CLUSTER = "kafka";
  private static final String INSTANCE = "instance";
  private static final Set<String> ADDED_LATER = Set.of(CLUSTER, INSTANCE);
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceMeta.class);

  /**
   * Compares, if the namespace is not new. Blocks, and writes nothing.
   *
   * @throws NamespaceMismatch if the namespace was made differently, or its number of shards is
   *     being changed
   * @throws ShardLost if ZooKeeper cannot be asked
   */
  public void compare(ZooKeeper session) {
    ask(
        () -> {
          requireNoPlan(session);
          if (session.exists(path(), false) != null) {
            compare(read(session.getData(path(), false, null)));
          }
          return newInstance;
        });
  }

  /**
   * Writes it down if the namespace is new, else compares. What an earlier version did not write is
   * added. Blocks.
   *
   * @return what the installation is called; the same for all who agree
   * @throws NamespaceMismatch if the namespace was made differently, or its number of shards is
   *     being changed
   * @throws ShardLost if ZooKeeper cannot be asked
   */
  public String agree(ZooKeeper session) {
    return ask(
        () -> {
          requireNoPlan(session);
          create(session, root(), new byte[0]);
          create(session, path(), write(fields()));
          while (true) {
            Stat stat = new Stat();
            Map<String, String> made = read(session.getData(path(), false, stat));
            compare(made);
            String instance = made.get(INSTANCE);
            if (instance != null && made.containsKey(CLUSTER)) {
              return instance;
            }
            complete(session, made, stat.getVersion());
          }
        });
  }

  /**
   * How many shards the namespace has; all else is compared.
   *
   * @param made what stands in {@link #path}
   * @throws NamespaceMismatch if the namespace was made differently
   */
  int shardsMade(byte[] made) {
    Map<String, String> fields = read(made);
    int shards = Integer.parseInt(fields.getOrDefault(SHARDS, "0"));
    new NamespaceMeta(topics, shards, cluster, newInstance).compare(fields);
    return shards;
  }

  /** The same with this number of shards. */
  byte[] resized(byte[] made) {
    Map<String, String> fields = new LinkedHashMap<>(read(made));
    fields.put(SHARDS, Integer.toString(shards));
    return write(fields);
  }

  private void requireNoPlan(ZooKeeper session) throws KeeperException, InterruptedException {
    try {
      byte[] data = session.getData(ShardPaths.plan(topics.namespace()), false, null);
      ReshardPlan plan = ReshardPlanCodec.read(data);
      throw new NamespaceMismatch(
          "The namespace '%s' is on its way from %d shards to %d, and not there yet. Finish that: 'reshard --to %d --settings <file>'. Then start with saga.shards = %d."
              .formatted(topics.namespace(), plan.from(), plan.to(), plan.to(), plan.to()));
    } catch (NoNodeException asItShouldBe) {
      LOG.trace("The number of shards of '{}' stands", topics.namespace());
    }
  }

  /**
   * Adds what is missing, unless somebody else has just written; what stands there is read anew.
   */
  private void complete(ZooKeeper session, Map<String, String> made, int version)
      throws KeeperException, InterruptedException {
    Map<String, String> completed = new LinkedHashMap<>(made);
    completed.putIfAbsent(CLUSTER, cluster);
    completed.putIfAbsent(INSTANCE, newInstance);
    try {
      session.setData(path(), write(completed), version);
    } catch (BadVersionException somebodyWasFaster) {
      LOG.debug("Another node has completed {}", path());
    }
  }

  private String root() {
    return "/" + topics.namespace();
  }

  String path() {
    return root() + "/meta";
  }

  private interface Question {
    String ask() throws KeeperException, InterruptedException;
  }

  private static String ask(Question question) {
    try {
      return question.ask();
    } catch (KeeperException e) {
      throw new ShardLost("The namespace could not be looked up: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw SessionFaults.interrupted(e);
    }
  }

  private void compare(Map<String, String> made) {
    fields()
        .forEach(
            (field, configured) -> {
              String came =
                  made.getOrDefault(field, ADDED_LATER.contains(field) ? configured : "nothing");
              if (!came.equals(configured) && !field.equals(INSTANCE)) {
                throw new NamespaceMismatch(mismatch(field, came, configured));
              }
            });
  }

  private String mismatch(String field, String made, String configured) {
    String advice =
        switch (field) {
          case CLUSTER ->
              "Its offsets count records of that Kafka: set kafka.bootstrap.servers to it, or choose another namespace. If it was replaced on purpose and its topics came along, offsets and all, stop all orchestrators and take the field '%s' out of %s; the next start fills it in."
                  .formatted(CLUSTER, path());
          case "format" -> "A newer orchestrator made %s: run that version.".formatted(path());
          case SHARDS ->
              "Set saga.shards to %s. The command 'reshard' changes the number of a namespace."
                  .formatted(made);
          default -> "The topics are fixed for the life of a namespace: choose another namespace.";
        };
    return "The namespace '%s' was made with %s = %s; this orchestrator is configured with %s = %s. %s"
        .formatted(topics.namespace(), field, made, field, configured, advice);
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("format", Integer.toString(FORMAT));
    fields.put(SHARDS, Integer.toString(shards));
    fields.put("starts", topics.starts());
    fields.put("replies", topics.replies());
    fields.put("events", topics.events());
    fields.put(CLUSTER, cluster);
    fields.put(INSTANCE, newInstance);
    return fields;
  }

  private static byte[] write(Map<String, String> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        if (NUMBERS.contains(field.getKey())) {
          json.writeNumber(field.getValue());
        } else {
          json.writeString(field.getValue());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  private Map<String, String> read(byte[] bytes) {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      while (json.nextToken() != null) {
        if (json.currentToken().isScalarValue() && json.currentName() != null) {
          fields.put(json.currentName(), json.getText());
        }
      }
    } catch (IOException e) {
      throw new NamespaceMismatch(
          "%s is no JSON object: '%s'. Somebody edited it, or it is not this orchestrator's. Put back what stood there, or choose another namespace."
              .formatted(path(), new String(bytes, StandardCharsets.UTF_8)));
    }
    return fields;
  }

  private static void create(ZooKeeper session, String path, byte[] data)
      throws KeeperException, InterruptedException {
    try {
      session.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    } catch (NodeExistsException e) {
      LOG.trace("{} is there", path);
    }
  }
}
