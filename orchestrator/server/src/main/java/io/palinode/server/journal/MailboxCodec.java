package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.key.Claim;
import io.palinode.core.key.Mailbox;
import io.palinode.core.key.Mailbox.Given;
import io.palinode.core.key.Mailbox.Kept;
import io.palinode.core.key.Mailbox.Known;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads a mailbox of signals; see {@link KeyCodec}. */
final class MailboxCodec {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String KEPT = "kept";
  private static final String GIVEN = "given";
  private static final String QUEUE = "queue";
  private static final String KNOWN = "known";
  private static final String SIGNAL = "signal";
  private static final String TO = "to";

  private MailboxCodec() {}

  static byte[] encode(Mailbox mailbox) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(400);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField(EventField.FORMAT, KeyCodec.FORMAT);
      json.writeArrayFieldStart(KEPT);
      for (Kept kept : mailbox.kept()) {
        write(kept, null, json);
      }
      json.writeEndArray();
      json.writeArrayFieldStart(GIVEN);
      for (Given given : mailbox.given()) {
        write(given.signal(), given, json);
      }
      json.writeEndArray();
      json.writeArrayFieldStart(QUEUE);
      for (Claim waiting : mailbox.waiting()) {
        KeyCodec.write(waiting, json);
      }
      json.writeEndArray();
      json.writeArrayFieldStart(KNOWN);
      for (Known known : mailbox.known()) {
        json.writeStartObject();
        json.writeStringField(SIGNAL, known.signalId());
        json.writeNumberField(EventField.AT, known.at());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Kept kept, @Nullable Given given, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField(SIGNAL, kept.signalId());
    json.writeNumberField(EventField.AT, kept.at());
    if (given != null) {
      json.writeNumberField(EventField.BATCH, given.batch());
      json.writeFieldName(TO);
      KeyCodec.write(given.to(), json);
    }
    json.writeStringField(EventField.TYPE, kept.payload().type());
    json.writeFieldName(EventField.DATA);
    json.writeRawValue(kept.payload().text());
    json.writeEndObject();
  }

  static Mailbox decode(byte[] content) {
    try (JsonParser json = JSON.createParser(content)) {
      return mailbox(json, new FieldReader(json, content, 0));
    } catch (JsonProcessingException e) {
      throw new UnreadableLog("The key is no JSON object: " + e.getOriginalMessage(), e);
    } catch (MalformedMessage e) {
      throw new UnreadableLog("The key has a claim that is none: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UnreadableLog("The key cannot be read: " + e, e);
    }
  }

  private static Mailbox mailbox(JsonParser json, FieldReader fields) throws IOException {
    @Nullable Long format = null;
    List<Entry> kept = List.of();
    List<Entry> given = List.of();
    List<Entry> known = List.of();
    List<Claim> queue = List.of();
    fields.enter(JsonToken.START_OBJECT, "a key");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case EventField.FORMAT -> format = KeyCodec.requireKnown(fields.number(name));
        case KEPT -> kept = entries(json, fields, name);
        case GIVEN -> given = entries(json, fields, name);
        case KNOWN -> known = entries(json, fields, name);
        case QUEUE -> queue = KeyCodec.queue(json, fields);
        default -> json.skipChildren();
      }
    }
    KeyCodec.need(format, EventField.FORMAT);
    return new Mailbox(
        kept.stream().map(Entry::kept).toList(),
        given.stream().map(Entry::given).toList(),
        queue,
        known.stream().map(Entry::known).toList());
  }

  private static List<Entry> entries(JsonParser json, FieldReader fields, String name)
      throws IOException {
    fields.require(JsonToken.START_ARRAY, name);
    List<Entry> entries = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      fields.require(JsonToken.START_OBJECT, name);
      entries.add(new Entry(json, fields));
    }
    return entries;
  }

  /** One signal, as far as it is told. */
  private static final class Entry {
    private @Nullable String signal;
    private @Nullable Long at;
    private @Nullable Long batch;
    private @Nullable Claim to;
    private @Nullable String type;
    private byte @Nullable [] data;

    Entry(JsonParser json, FieldReader fields) throws IOException {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case SIGNAL -> signal = fields.text(name);
          case EventField.AT -> at = fields.number(name);
          case EventField.BATCH -> batch = fields.number(name);
          case TO -> to = KeyCodec.claim(json, fields);
          case EventField.TYPE -> type = fields.text(name);
          case EventField.DATA -> data = fields.raw();
          default -> json.skipChildren();
        }
      }
    }

    Known known() {
      return new Known(KeyCodec.need(signal, SIGNAL), KeyCodec.need(at, EventField.AT));
    }

    Kept kept() {
      Payload payload =
          new Payload(KeyCodec.need(type, EventField.TYPE), KeyCodec.need(data, EventField.DATA));
      return new Kept(KeyCodec.need(signal, SIGNAL), payload, KeyCodec.need(at, EventField.AT));
    }

    Given given() {
      return new Given(kept(), KeyCodec.need(to, TO), KeyCodec.need(batch, EventField.BATCH));
    }
  }
}
