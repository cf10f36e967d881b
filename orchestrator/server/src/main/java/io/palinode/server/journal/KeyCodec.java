package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyState;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Mailbox;
import io.palinode.message.CommandId;
import io.palinode.message.KeyUse;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
  static final int FORMAT = 1;

  private static final JsonFactory JSON = new JsonFactory();
  private static final String GRANTED_IN = "grantedIn";
  private static final String HOLDER = "holder";
  private static final String QUEUE = "queue";
  private static final String EPOCH = "epoch";

  private KeyCodec() {}

  /** The key as bytes. */
  public static byte[] encode(KeyState state) {
    return state instanceof Lock lock ? encode(lock) : MailboxCodec.encode((Mailbox) state);
  }

  /**
   * The key that was written so.
   *
   * @throws UnreadableLog if there is anything that this version does not understand
   */
  public static KeyState decode(KeyUse use, byte[] content) {
    return use == KeyUse.LOCK ? decode(content) : MailboxCodec.decode(content);
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

  private static byte[] encode(Lock lock) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(200);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField(EventField.FORMAT, FORMAT);
      if (lock.holder() != null) {
        json.writeNumberField(GRANTED_IN, lock.grantedIn());
        json.writeFieldName(HOLDER);
        write(lock.holder(), json);
      }
      json.writeArrayFieldStart(QUEUE);
      for (Claim waiting : lock.queue()) {
        write(waiting, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  static void write(Claim claim, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField(EventField.STEP, claim.step().toString());
    json.writeNumberField(EventField.ATTEMPT, claim.attempt());
    json.writeNumberField(EPOCH, claim.epoch());
    json.writeEndObject();
  }

  /**
   * The key of a lock that was written so.
   *
   * @throws UnreadableLog if there is anything that this version does not understand
   */
  public static Lock decode(byte[] content) {
    try (JsonParser json = JSON.createParser(content)) {
      return lock(json, new FieldReader(json, content, 0));
    } catch (JsonProcessingException e) {
      throw new UnreadableLog("The key is no JSON object: " + e.getOriginalMessage(), e);
    } catch (MalformedMessage e) {
      throw new UnreadableLog("The key has a claim that is none: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UnreadableLog("The key cannot be read: " + e, e);
    }
  }

  private static Lock lock(JsonParser json, FieldReader fields) throws IOException {
    @Nullable Long format = null;
    @Nullable Long grantedIn = null;
    @Nullable Claim holder = null;
    @Nullable List<Claim> queue = null;
    fields.enter(JsonToken.START_OBJECT, "a key");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case EventField.FORMAT -> format = requireKnown(fields.number(name));
        case GRANTED_IN -> grantedIn = fields.number(name);
        case HOLDER -> holder = claim(json, fields);
        case QUEUE -> queue = queue(json, fields);
        default -> json.skipChildren();
      }
    }
    need(format, EventField.FORMAT);
    return holder == null
        ? new Lock(null, 0, need(queue, QUEUE))
        : new Lock(holder, need(grantedIn, GRANTED_IN), need(queue, QUEUE));
  }

  static List<Claim> queue(JsonParser json, FieldReader fields) throws IOException {
    fields.require(JsonToken.START_ARRAY, QUEUE);
    List<Claim> queue = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      queue.add(claim(json, fields));
    }
    return queue;
  }

  static Claim claim(JsonParser json, FieldReader fields) throws IOException {
    @Nullable CommandId step = null;
    @Nullable Integer attempt = null;
    @Nullable Long epoch = null;
    fields.require(JsonToken.START_OBJECT, "a claim");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case EventField.STEP -> step = CommandId.parse(fields.text(name));
        case EventField.ATTEMPT -> attempt = fields.smallNumber(name);
        case EPOCH -> epoch = fields.number(name);
        default -> json.skipChildren();
      }
    }
    return new Claim(
        need(step, EventField.STEP), need(attempt, EventField.ATTEMPT), need(epoch, EPOCH));
  }

  static long requireKnown(long format) {
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
