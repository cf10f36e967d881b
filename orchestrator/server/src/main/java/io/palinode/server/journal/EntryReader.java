package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.SagaEvent;
import io.palinode.message.MalformedMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one line of a log.
 *
 * <p>Fields may stand in any order, and those that nobody knows are passed over; a field that is
 * missing, an unknown event and an unknown format are refused. Lives for one line.
 */
final class EntryReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;
  private final FieldReader fields;
  private long format = EntryCodec.FORMAT;
  private boolean formatNamed;
  private long batch = -1;
  private long at = -1;
  private final List<SagaEvent> events = new ArrayList<>(4);
  private Owed owed = Owed.NOTHING;

  private EntryReader(JsonParser json, FieldReader fields) {
    this.json = json;
    this.fields = fields;
  }

  /** Reads the bytes from start to end, which are the given line of the log, counted from 1. */
  static JournalEntry read(byte[] log, int start, int end, int line) {
    try (JsonParser json = JSON.createParser(log, start, end - start)) {
      EntryReader reader = new EntryReader(json, new FieldReader(json, log, start));
      return reader.entry(line == 1);
    } catch (JsonProcessingException e) {
      throw new UnreadableLog(
          "Line %d of the log is no JSON object: %s".formatted(line, e.getOriginalMessage()), e);
    } catch (UnreadableLog | MalformedMessage e) {
      throw new UnreadableLog("Line %d of the log: %s".formatted(line, e.getMessage()), e);
    } catch (IOException e) {
      throw new UnreadableLog("Line %d of the log cannot be read: %s".formatted(line, e), e);
    }
  }

  /** The time in the line from start to end, whatever else is on it. */
  static long at(byte[] log, int start, int end) {
    try (JsonParser json = JSON.createParser(log, start, end - start)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = json.currentName().equals(EventField.AT);
        json.nextToken();
        if (found) {
          return json.getLongValue();
        }
        json.skipChildren();
      }
      throw new UnreadableLog("The log's last line does not say 'at'.");
    } catch (IOException e) {
      throw new UnreadableLog("The log's last line cannot be read: " + e, e);
    }
  }

  private JournalEntry entry(boolean first) throws IOException {
    fields.enter(JsonToken.START_OBJECT, "an entry");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      field(json.currentName());
    }
    if (json.nextToken() != null) {
      throw new UnreadableLog("there is more than one entry on it.");
    }
    if (first && !formatNamed) {
      throw new UnreadableLog(
          "it opens the log without naming its format; expected %d.".formatted(EntryCodec.FORMAT));
    }
    if (batch < 0 || at < 0 || events.isEmpty()) {
      throw new UnreadableLog("expected 'batch', 'at' and 'events', none of them empty.");
    }
    return new JournalEntry(batch, at, events, owed);
  }

  private void field(String name) throws IOException {
    json.nextToken();
    switch (name) {
      case EventField.FORMAT -> {
        format = fields.number(name);
        formatNamed = true;
        if (format != EntryCodec.FORMAT) {
          throw new UnreadableLog(
              "its format is %d; this version reads %d. A newer orchestrator wrote it."
                  .formatted(format, EntryCodec.FORMAT));
        }
      }
      case EventField.BATCH -> batch = fields.number(name);
      case EventField.AT -> at = fields.number(name);
      case EventField.EVENTS -> {
        fields.require(JsonToken.START_ARRAY, name);
        while (json.nextToken() != JsonToken.END_ARRAY) {
          events.add(EventReader.read(json, fields));
        }
      }
      case EventField.OWED -> owed = OwedReader.read(json, fields);
      default -> json.skipChildren();
    }
  }
}
