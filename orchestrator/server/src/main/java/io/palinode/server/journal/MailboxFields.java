package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyState;
import io.palinode.core.key.Mailbox;
import io.palinode.core.key.Mailbox.Given;
import io.palinode.core.key.Mailbox.Kept;
import io.palinode.core.key.Mailbox.Known;
import io.palinode.core.key.Waiting;
import io.palinode.message.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a mailbox of signals; see {@link KeyCodec}. Lives for one key. */
final class MailboxFields implements KeyCodec.Fields {
  private static final String KEPT = "kept";
  private static final String GIVEN = "given";
  private static final String KNOWN = "known";
  private static final String SIGNAL = "signal";
  private static final String TO = "to";

  private final JsonParser json;
  private final FieldReader fields;
  private List<Entry> kept = List.of();
  private List<Entry> given = List.of();
  private List<Entry> known = List.of();
  private List<Waiting> queue = List.of();

  MailboxFields(JsonParser json, FieldReader fields) {
    this.json = json;
    this.fields = fields;
  }

  static void write(Mailbox mailbox, JsonGenerator json) throws IOException {
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
    ClaimFields.writeQueue(mailbox.waiting(), json);
    json.writeArrayFieldStart(KNOWN);
    for (Known known : mailbox.known()) {
      json.writeStartObject();
      json.writeStringField(SIGNAL, known.signalId());
      json.writeNumberField(EventField.AT, known.at());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(Kept kept, @Nullable Given given, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField(SIGNAL, kept.signalId());
    json.writeNumberField(EventField.AT, kept.at());
    if (given != null) {
      json.writeNumberField(EventField.BATCH, given.batch());
      json.writeFieldName(TO);
      ClaimFields.write(given.to(), json);
    }
    json.writeStringField(EventField.TYPE, kept.payload().type());
    json.writeFieldName(EventField.DATA);
    json.writeRawValue(kept.payload().text());
    json.writeEndObject();
  }

  @Override
  public void read(String name) throws IOException {
    switch (name) {
      case KEPT -> kept = entries(name);
      case GIVEN -> given = entries(name);
      case KNOWN -> known = entries(name);
      case ClaimFields.QUEUE -> queue = ClaimFields.queue(json, fields);
      default -> json.skipChildren();
    }
  }

  @Override
  public KeyState key() {
    return new Mailbox(
        kept.stream().map(Entry::kept).toList(),
        given.stream().map(Entry::given).toList(),
        queue,
        known.stream().map(Entry::known).toList());
  }

  private List<Entry> entries(String name) throws IOException {
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
          case TO -> to = new ClaimFields(json, fields).claim();
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
