package io.palinode.server.coordination;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads a node's entry as one small JSON object, for people too: {@code
 * {"node":"host/7-1f3a","shards":[0,3],"giving":{"3":"host/8-77c0"},"leaving":false}}.
 *
 * <p>Fields that nobody knows are passed over. Whatever else is found, such as the bare id that
 * older versions write, is the entry of a node that does not say what it runs. Stateless.
 */
public final class NodeEntryCodec {
  private static final String NODE = "node";
  private static final String SHARDS = "shards";
  private static final String GIVING = "giving";
  private static final String LEAVING = "leaving";

  private static final JsonFactory JSON = new JsonFactory();

  private NodeEntryCodec() {}

  public static byte[] write(NodeEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(200);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField(NODE, entry.node());
      if (entry.shards() != null) {
        json.writeArrayFieldStart(SHARDS);
        for (int shard : new TreeSet<>(entry.shards())) {
          json.writeNumber(shard);
        }
        json.writeEndArray();
      }
      json.writeObjectFieldStart(GIVING);
      for (Map.Entry<Integer, String> given : new TreeMap<>(entry.giving()).entrySet()) {
        json.writeStringField(given.getKey().toString(), given.getValue());
      }
      json.writeEndObject();
      json.writeBooleanField(LEAVING, entry.leaving());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an entry.
   *
   * @param name what its node is called, if it does not say so itself
   * @param bytes null where somebody made the znode without any
   */
  public static NodeEntry read(String name, byte @Nullable [] bytes) {
    if (bytes == null) {
      return NodeEntry.silent(name);
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return NodeEntry.silent(name);
      }
      return read(name, json);
    } catch (IOException | NumberFormatException e) {
      return NodeEntry.silent(name);
    }
  }

  private static NodeEntry read(String name, JsonParser json) throws IOException {
    String node = name;
    @Nullable Set<Integer> shards = null;
    Map<Integer, String> giving = Map.of();
    boolean leaving = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals(NODE) && value == JsonToken.VALUE_STRING) {
        node = json.getText();
      } else if (field.equals(SHARDS) && value == JsonToken.START_ARRAY) {
        shards = numbers(json);
      } else if (field.equals(GIVING) && value == JsonToken.START_OBJECT) {
        giving = receivers(json);
      } else if (field.equals(LEAVING)) {
        leaving = value == JsonToken.VALUE_TRUE;
      } else {
        json.skipChildren();
      }
    }
    return new NodeEntry(node, shards, giving, leaving);
  }

  private static Set<Integer> numbers(JsonParser json) throws IOException {
    Set<Integer> numbers = new HashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      numbers.add(json.getIntValue());
    }
    return numbers;
  }

  private static Map<Integer, String> receivers(JsonParser json) throws IOException {
    Map<Integer, String> receivers = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      int shard = Integer.parseInt(json.currentName());
      json.nextToken();
      receivers.put(shard, json.getText());
    }
    return receivers;
  }
}
