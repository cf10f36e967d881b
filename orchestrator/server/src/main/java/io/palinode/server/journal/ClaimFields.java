package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.core.key.Claim;
import io.palinode.core.key.Waiting;
import io.palinode.message.CommandId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a claim, and of one that waits; see {@link KeyCodec}. Lives for one claim. */
final class ClaimFields {
  static final String QUEUE = "queue";

  private static final String EPOCH = "epoch";

  private @Nullable CommandId step;
  private @Nullable Integer attempt;
  private @Nullable Long epoch;
  private long batch;

  /** Reads the object that the parser stands on. */
  ClaimFields(JsonParser json, FieldReader fields) throws IOException {
    fields.require(JsonToken.START_OBJECT, "a claim");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case EventField.STEP -> step = CommandId.parse(fields.text(name));
        case EventField.ATTEMPT -> attempt = fields.smallNumber(name);
        case EPOCH -> epoch = fields.number(name);
        case EventField.BATCH -> batch = fields.number(name);
        default -> json.skipChildren();
      }
    }
  }

  Claim claim() {
    return new Claim(
        KeyCodec.need(step, EventField.STEP),
        KeyCodec.need(attempt, EventField.ATTEMPT),
        KeyCodec.need(epoch, EPOCH));
  }

  /** One that waits since a batch; since the first, where none is named. */
  private Waiting waiting() {
    return new Waiting(claim(), batch);
  }

  /** The claims of the array that the parser stands on. */
  static List<Waiting> queue(JsonParser json, FieldReader fields) throws IOException {
    fields.require(JsonToken.START_ARRAY, QUEUE);
    List<Waiting> queue = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      queue.add(new ClaimFields(json, fields).waiting());
    }
    return queue;
  }

  static void writeQueue(List<Waiting> queue, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(QUEUE);
    for (Waiting waiting : queue) {
      json.writeStartObject();
      writeFields(waiting.claim(), json);
      json.writeNumberField(EventField.BATCH, waiting.batch());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void write(Claim claim, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(claim, json);
    json.writeEndObject();
  }

  private static void writeFields(Claim claim, JsonGenerator json) throws IOException {
    json.writeStringField(EventField.STEP, claim.step().toString());
    json.writeNumberField(EventField.ATTEMPT, claim.attempt());
    json.writeNumberField(EPOCH, claim.epoch());
  }
}
