package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an entry owes.
 *
 * <p>Fields may stand in any order, and those that nobody knows are passed over. Lives for one of
 * the objects in it.
 */
final class OwedReader {
  private final JsonParser json;
  private final FieldReader fields;
  private String request = "";
  private String verdict = "";
  private String code = "";
  private String text = "";
  private int number;
  private long at;
  private @Nullable Reason reason;
  private @Nullable String type;
  private byte @Nullable [] data;

  private OwedReader(JsonParser json, FieldReader fields) {
    this.json = json;
    this.fields = fields;
  }

  /** Reads the object whose first brace the parser stands on. */
  static Owed read(JsonParser json, FieldReader fields) throws IOException {
    fields.require(JsonToken.START_OBJECT, EventField.OWED);
    List<RequestAnswer> answers = new ArrayList<>(1);
    List<Standstill> standstills = new ArrayList<>(1);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case EventField.ANSWERS ->
            objects(json, fields, name).forEach(each -> answers.add(each.answer()));
        case EventField.PARKED ->
            objects(json, fields, name).forEach(each -> standstills.add(each.standstill()));
        default -> json.skipChildren();
      }
    }
    return new Owed(answers, standstills);
  }

  private static List<OwedReader> objects(JsonParser json, FieldReader fields, String what)
      throws IOException {
    fields.require(JsonToken.START_ARRAY, what);
    List<OwedReader> objects = new ArrayList<>(1);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      fields.require(JsonToken.START_OBJECT, what);
      OwedReader object = new OwedReader(json, fields);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        object.field(name);
      }
      objects.add(object);
    }
    return objects;
  }

  private void field(String name) throws IOException {
    switch (name) {
      case EventField.REQUEST -> request = fields.text(name);
      case EventField.VERDICT -> verdict = fields.text(name);
      case EventField.CODE -> code = fields.text(name);
      case EventField.TEXT -> text = fields.text(name);
      case EventField.NUMBER -> number = fields.smallNumber(name);
      case EventField.AT -> at = fields.number(name);
      case EventField.REASON -> reason = fields.reason();
      case EventField.TYPE -> type = fields.word(name);
      case EventField.DATA -> data = fields.raw();
      default -> json.skipChildren();
    }
  }

  private RequestAnswer answer() {
    return new RequestAnswer(request, Verdict.of(verdict), new Reason(code, text));
  }

  private Standstill standstill() {
    if (number < 1 || reason == null) {
      throw new UnreadableLog(
          "'%s' lacks '%s' or '%s'."
              .formatted(EventField.PARKED, EventField.NUMBER, EventField.REASON));
    }
    Payload payload = type == null || data == null ? null : new Payload(type, data);
    return new Standstill(number, at, reason, payload);
  }
}
