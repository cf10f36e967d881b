package io.palinode.server.journal.zookeeper;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.Head;
import io.palinode.server.journal.InputPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes and reads a shard's head as one small JSON object, for people too.
 *
 * <p>Fields that nobody knows are passed over. A head of another format, or without one of the
 * known fields, stops the shard. Stateless.
 */
final class HeadCodec {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long FORMAT = 1;

  private HeadCodec() {}

  static byte[] write(Head head) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeNumberField("epoch", head.epoch());
      json.writeNumberField("batch", head.batch());
      json.writeStringField("owner", head.owner());
      json.writeNumberField("starts", head.position().starts());
      json.writeNumberField("replies", head.position().replies());
      json.writeNumberField("publishedThrough", head.publishedThrough());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a head.
   *
   * @throws BrokenInvariant if it is none, or none of this format
   */
  static Head read(byte[] bytes) {
    Map<String, Long> numbers = new HashMap<>();
    String owner = "";
    try (JsonParser json = JSON.createParser(bytes)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          numbers.put(json.currentName(), json.getLongValue());
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
          owner = json.currentName().equals("owner") ? json.getText() : owner;
        }
      }
      long format = number(numbers, "format");
      if (format != FORMAT) {
        throw new BrokenInvariant(
            "The head has the format %d; this version reads %d. A newer orchestrator wrote it."
                .formatted(format, FORMAT));
      }
      return new Head(
          number(numbers, "epoch"),
          number(numbers, "batch"),
          owner,
          new InputPosition(number(numbers, "starts"), number(numbers, "replies")),
          number(numbers, "publishedThrough"));
    } catch (IOException e) {
      throw new BrokenInvariant(
          "The head is no JSON object: '%s'.".formatted(new String(bytes, StandardCharsets.UTF_8)));
    }
  }

  private static long number(Map<String, Long> numbers, String field) {
    Long value = numbers.get(field);
    if (value == null) {
      throw new BrokenInvariant("The head lacks the number '%s'.".formatted(field));
    }
    return value;
  }
}
