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
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * What is fixed for the life of a namespace: a saga's shard follows from the number of shards, and
 * a shard's offsets count records of these topics.
 *
 * <p>Immutable.
 */
public record NamespaceMeta(Topics topics, int shards) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FORMAT = 1;
  private static final Set<String> NUMBERS = Set.of("format", "shards");

  /**
   * Writes it down if the namespace is new, else compares. Blocks.
   *
   * @throws NamespaceMismatch if the namespace was made differently
   * @throws ShardLost if ZooKeeper cannot be asked
   */
  public void agree(ZooKeeper session) {
    String root = "/" + topics.namespace();
    String path = root + "/meta";
    try {
      create(session, root, new byte[0]);
      if (!create(session, path, write(fields()))) {
        compare(path, read(path, session.getData(path, false, null)));
      }
    } catch (KeeperException e) {
      throw new ShardLost("The namespace could not be looked up: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw SessionFaults.interrupted(e);
    }
  }

  private void compare(String path, Map<String, String> made) {
    fields()
        .forEach(
            (field, configured) -> {
              String came = made.getOrDefault(field, "nothing");
              if (!came.equals(configured)) {
                throw new NamespaceMismatch(mismatch(path, field, came, configured));
              }
            });
  }

  private String mismatch(String path, String field, String made, String configured) {
    String advice =
        switch (field) {
          case "format" -> "A newer orchestrator made %s: run that version.".formatted(path);
          case "shards" ->
              "The number is fixed for the life of a namespace: set it back, or choose another namespace.";
          default -> "The topics are fixed for the life of a namespace: choose another namespace.";
        };
    return "The namespace '%s' was made with %s = %s; this orchestrator is configured with %s = %s. %s"
        .formatted(topics.namespace(), field, made, field, configured, advice);
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("format", Integer.toString(FORMAT));
    fields.put("shards", Integer.toString(shards));
    fields.put("starts", topics.starts());
    fields.put("replies", topics.replies());
    fields.put("events", topics.events());
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

  private static Map<String, String> read(String path, byte[] bytes) {
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
              .formatted(path, new String(bytes, StandardCharsets.UTF_8)));
    }
    return fields;
  }

  /** False if it is there already. */
  private static boolean create(ZooKeeper session, String path, byte[] data)
      throws KeeperException, InterruptedException {
    try {
      session.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      return true;
    } catch (NodeExistsException e) {
      return false;
    }
  }
}
