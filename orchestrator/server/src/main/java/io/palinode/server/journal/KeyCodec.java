package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.key.KeyState;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Mailbox;
import io.palinode.message.KeyUse;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a business key as the content of its znode, one JSON object for people too, and reads it
 * again.
 *
 * <ul>
 *   <li>A format that shipped is frozen by golden files.
 *   <li>Fields may stand in any order, and those that nobody knows are passed over. What cannot be
 *       read in full is refused: {@link UnreadableLog}.
 * </ul>
 *
 * <p>Stateless; safe for use by any thread.
 */
public final class KeyCodec {
  private static final int FORMAT = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private KeyCodec() {}

  /** The fields of one key, as far as they are read. */
  interface Fields {

    /** Reads the value that the parser stands on, if the field is known. */
    void read(String name) throws IOException;

    /**
     * The key.
     *
     * @throws UnreadableLog if a field is missing
     */
    KeyState key();
  }

  /** The key as bytes. */
  public static byte[] encode(KeyState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(400);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField(EventField.FORMAT, FORMAT);
      if (state instanceof Lock lock) {
        LockFields.write(lock, json);
      } else if (state instanceof Mailbox mailbox) {
        MailboxFields.write(mailbox, json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The key that was written so.
   *
   * @throws UnreadableLog if there is anything that this version does not understand
   */
  public static KeyState decode(KeyUse use, byte[] content) {
    try (JsonParser json = JSON.createParser(content)) {
      FieldReader fields = new FieldReader(json, content, 0);
      return read(
          json,
          fields,
          use == KeyUse.LOCK ? new LockFields(json, fields) : new MailboxFields(json, fields));
    } catch (JsonProcessingException e) {
      throw new UnreadableLog("The key is no JSON object: " + e.getOriginalMessage(), e);
    } catch (MalformedMessage e) {
      throw new UnreadableLog("The key has a claim that is none: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UnreadableLog("The key cannot be read: " + e, e);
    }
  }

  private static KeyState read(JsonParser json, FieldReader reader, Fields fields)
      throws IOException {
    @Nullable Long format = null;
    reader.enter(JsonToken.START_OBJECT, "a key");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(EventField.FORMAT)) {
        format = requireKnown(reader.number(name));
      } else {
        fields.read(name);
      }
    }
    need(format, EventField.FORMAT);
    return fields.key();
  }

  /**
   * The same payload, if a key can keep it.
   *
   * @throws MalformedMessage if it is anything but one JSON value
   */
  public static Payload requireJson(Payload payload) {
    EntryWriter.requireOneValue(payload);
    return payload;
  }

  private static long requireKnown(long format) {
    if (format != FORMAT) {
      throw new UnreadableLog(
          "The key's format is %d; this version reads %d. A newer orchestrator wrote it."
              .formatted(format, FORMAT));
    }
    return format;
  }

  static <T> T need(@Nullable T value, String field) {
    if (value == null) {
      throw new UnreadableLog("The key lacks the field '%s'.".formatted(field));
    }
    return value;
  }
}
