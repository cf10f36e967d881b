package io.palinode.server.coordination.curator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.BrokenInvariant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the mark of a schedule as one small JSON object, for people too: {@code
 * {"format":1,"through":"2026-11-23T03:00:00Z"}}.
 *
 * <p>Fields that nobody knows are passed over. Stateless.
 */
final class MarkCodec {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String FORMAT = "1";

  private MarkCodec() {}

  static byte[] write(Instant through) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", Integer.parseInt(FORMAT));
      json.writeStringField("through", through.toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a mark.
   *
   * @throws BrokenInvariant if it is none, or none of this format
   */
  static Instant read(byte[] bytes) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
            || json.currentToken() == JsonToken.VALUE_STRING) {
          fields.put(json.currentName(), json.getText());
        }
      }
      @Nullable String through = fields.get("through");
      if (!FORMAT.equals(fields.get("format")) || through == null) {
        throw broken(bytes);
      }
      return Instant.parse(through);
    } catch (IOException | DateTimeException e) {
      throw broken(bytes);
    }
  }

  private static BrokenInvariant broken(byte[] bytes) {
    return new BrokenInvariant(
        "The mark of a schedule is '%s'; expected {\"format\":%s,\"through\":<time>}. A newer orchestrator wrote it, or it is damaged."
            .formatted(new String(bytes, StandardCharsets.UTF_8), FORMAT));
  }
}
