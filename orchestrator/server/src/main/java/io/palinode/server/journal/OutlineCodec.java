package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.saga.DefinitionRef;
import io.palinode.saga.Outline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a namespace remembers of a definition as one JSON object, and reads it again.
 *
 * <ul>
 *   <li>The format is frozen by a golden file: a change is a new number, or a field that old
 *       readers may ignore. Kinds and facts that a reader does not know are kept as they are.
 *   <li>What cannot be read is refused: {@link UnreadableLog}.
 * </ul>
 *
 * <p>Stateless.
 */
public final class OutlineCodec {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FORMAT = 1;

  private OutlineCodec() {}

  public static byte[] write(StoredDefinition definition) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("saga", definition.ref().name());
      json.writeNumberField("version", definition.ref().version());
      json.writeStringField("fingerprint", definition.ref().fingerprint());
      json.writeFieldName("outline");
      write(definition.outline(), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Outline outline, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", outline.kind());
    json.writeStringField("name", outline.name());
    if (!outline.facts().isEmpty()) {
      json.writeObjectFieldStart("facts");
      for (Map.Entry<String, String> fact : outline.facts().entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
    }
    if (!outline.inside().isEmpty()) {
      json.writeArrayFieldStart("inside");
      for (Outline part : outline.inside()) {
        write(part, json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /**
   * Reads what was written.
   *
   * @throws UnreadableLog if it is of another format, or not what was written
   */
  public static StoredDefinition read(byte[] bytes) {
    try (JsonParser json = JSON.createParser(bytes)) {
      return readDefinition(json);
    } catch (IOException e) {
      throw new UnreadableLog(
          "'%s' is no definition: %s"
              .formatted(new String(bytes, StandardCharsets.UTF_8), e.getMessage()));
    }
  }

  private static StoredDefinition readDefinition(JsonParser json) throws IOException {
    int format = 0;
    @Nullable String saga = null;
    int version = 0;
    @Nullable String fingerprint = null;
    @Nullable Outline outline = null;
    require(json.nextToken() == JsonToken.START_OBJECT, "a definition is no object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "format" -> format = json.getIntValue();
        case "saga" -> saga = json.getText();
        case "version" -> version = json.getIntValue();
        case "fingerprint" -> fingerprint = json.getText();
        case "outline" -> outline = readOutline(json);
        default -> json.skipChildren();
      }
    }
    require(format == FORMAT, "its format is %d; this version reads %d".formatted(format, FORMAT));
    if (saga == null || fingerprint == null || outline == null) {
      throw new UnreadableLog("A definition lacks 'saga', 'fingerprint' or 'outline'.");
    }
    return new StoredDefinition(new DefinitionRef(saga, version, fingerprint), outline);
  }

  private static Outline readOutline(JsonParser json) throws IOException {
    @Nullable String kind = null;
    @Nullable String name = null;
    Map<String, String> facts = new LinkedHashMap<>();
    List<Outline> inside = new ArrayList<>();
    require(json.currentToken() == JsonToken.START_OBJECT, "an outline is no object");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "kind" -> kind = json.getText();
        case "name" -> name = json.getText();
        case "facts" -> {
          while (json.nextToken() != JsonToken.END_OBJECT) {
            facts.put(json.currentName(), json.nextTextValue());
          }
        }
        case "inside" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            inside.add(readOutline(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    if (kind == null || name == null) {
      throw new UnreadableLog("A part of a definition lacks 'kind' or 'name'.");
    }
    return new Outline(kind, name, facts, inside);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new UnreadableLog("A definition cannot be read: %s.".formatted(otherwise));
    }
  }
}
