package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaState;
import io.palinode.core.Standing;
import io.palinode.core.StepState;
import java.io.IOException;

/**
 * Writes how a saga stands, in the place of the events that a compacted log has no more.
 *
 * <p>Lives for one state; not safe for use by several threads.
 */
final class StateWriter {
  private final JsonGenerator json;
  private final EntryWriter writer;

  StateWriter(JsonGenerator json, EntryWriter writer) {
    this.json = json;
    this.writer = writer;
  }

  void write(SagaState state) throws IOException {
    json.writeObjectFieldStart(EventField.STATE);
    json.writeStringField(EventField.SAGA_ID, state.sagaId());
    writer.definition(state.definition());
    standing(state.standing());
    if (state.deadline() != SagaState.NO_DEADLINE) {
      json.writeNumberField(EventField.DEADLINE, state.deadline());
    }
    writer.data(state.data());
    json.writeArrayFieldStart(EventField.STEPS);
    for (StepState step : state.steps()) {
      json.writeStartObject();
      json.writeStringField(EventField.STEP, step.step());
      json.writeStringField(EventField.STATUS, EventWord.of(step.status()));
      json.writeNumberField(EventField.ATTEMPT, step.attempt());
      json.writeNumberField(EventField.DUE, step.dueAt());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!state.path().isEmpty()) {
      json.writeArrayFieldStart(EventField.PATH);
      for (PathEvent event : state.path()) {
        writer.event(event);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** Of a saga that goes on and never parked, status and reason say all. */
  private void standing(Standing standing) throws IOException {
    json.writeStringField(EventField.STATUS, standing.status().word());
    if (standing.reason() != null) {
      writer.reason(standing.reason());
    }
    if (standing.status().halted()) {
      json.writeStringField(EventField.HEADING, standing.heading().word());
      if (standing.turned() != null) {
        writer.reason(EventField.TURNED, standing.turned());
      }
    }
    if (standing.parked() > Standing.leastParked(standing.status())) {
      json.writeNumberField(EventField.PARKED, standing.parked());
    }
  }
}
