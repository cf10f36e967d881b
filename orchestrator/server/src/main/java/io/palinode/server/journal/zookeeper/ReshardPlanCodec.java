package io.palinode.server.journal.zookeeper;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.InputPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Writes and reads a plan as one JSON object, for people too. Stateless. */
final class ReshardPlanCodec {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long FORMAT = 1;

  private ReshardPlanCodec() {}

  static byte[] write(ReshardPlan plan) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeNumberField("from", plan.from());
      json.writeNumberField("to", plan.to());
      json.writeNumberField("epoch", plan.epoch());
      json.writeNumberField("batch", plan.batch());
      json.writeNumberField("firstSegment", plan.firstSegment());
      writeAll(json, "starts", plan.positions(), InputPosition::starts);
      writeAll(json, "replies", plan.positions(), InputPosition::replies);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a plan.
   *
   * @throws BrokenInvariant if it is none, or none of this format
   */
  static ReshardPlan read(byte[] bytes) {
    try {
      Map<String, List<String>> fields = fields(bytes);
      if (number(fields, "format") != FORMAT) {
        throw unreadable(bytes);
      }
      List<String> starts = values(fields, "starts");
      List<String> replies = values(fields, "replies");
      List<InputPosition> positions = new ArrayList<>();
      for (int shard = 0; shard < starts.size(); shard++) {
        positions.add(
            new InputPosition(
                Long.parseLong(starts.get(shard)), Long.parseLong(replies.get(shard))));
      }
      return new ReshardPlan(
          (int) number(fields, "from"),
          (int) number(fields, "to"),
          number(fields, "epoch"),
          number(fields, "batch"),
          positions,
          number(fields, "firstSegment"));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unreadable(bytes);
    }
  }

  private static void writeAll(
      JsonGenerator json,
      String field,
      List<InputPosition> positions,
      ToLongFunction<InputPosition> offset)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (InputPosition position : positions) {
      json.writeNumber(offset.applyAsLong(position));
    }
    json.writeEndArray();
  }

  /** The scalars of each field, in their order. */
  private static Map<String, List<String>> fields(byte[] bytes) throws IOException {
    Map<String, List<String>> fields = new HashMap<>();
    String field = "";
    try (JsonParser json = JSON.createParser(bytes)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME) {
          field = json.currentName();
        } else if (json.currentToken().isScalarValue()) {
          fields.computeIfAbsent(field, name -> new ArrayList<>()).add(json.getText());
        }
      }
    }
    return fields;
  }

  private static long number(Map<String, List<String>> fields, String field) {
    return Long.parseLong(values(fields, field).get(0));
  }

  private static List<String> values(Map<String, List<String>> fields, String field) {
    return fields.getOrDefault(field, List.of());
  }

  private static BrokenInvariant unreadable(byte[] bytes) {
    return new BrokenInvariant(
        "The plan of the new number of shards cannot be read: '%s'. Somebody edited it, or a newer version wrote it."
            .formatted(new String(bytes, StandardCharsets.UTF_8)));
  }
}
