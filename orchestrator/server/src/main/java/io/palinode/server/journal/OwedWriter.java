package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.palinode.message.RequestAnswer;
import java.io.IOException;

/**
 * Writes what an entry owes into its line.
 *
 * @param line what else writes into it
 */
record OwedWriter(JsonGenerator json, EntryWriter line) {

  void write(Owed owed) throws IOException {
    json.writeObjectFieldStart(EventField.OWED);
    if (!owed.answers().isEmpty()) {
      json.writeArrayFieldStart(EventField.ANSWERS);
      for (RequestAnswer answer : owed.answers()) {
        json.writeStartObject();
        json.writeStringField(EventField.REQUEST, answer.requestId());
        json.writeStringField(EventField.VERDICT, answer.verdict().word());
        json.writeStringField(EventField.CODE, answer.reason().code());
        json.writeStringField(EventField.TEXT, answer.reason().text());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (!owed.standstills().isEmpty()) {
      json.writeArrayFieldStart(EventField.PARKED);
      for (Standstill standstill : owed.standstills()) {
        standstill(standstill);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void standstill(Standstill standstill) throws IOException {
    json.writeStartObject();
    json.writeNumberField(EventField.NUMBER, standstill.number());
    json.writeNumberField(EventField.AT, standstill.at());
    line.reason(standstill.reason());
    if (standstill.data() != null) {
      line.data(standstill.data());
    }
    json.writeEndObject();
  }
}
