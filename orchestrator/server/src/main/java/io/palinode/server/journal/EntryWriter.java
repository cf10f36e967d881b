package io.palinode.server.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.palinode.core.BrokenInvariant;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.message.Direction;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.saga.DefinitionRef;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes one entry as one line of a log.
 *
 * <p>Data are copied as bytes, not parsed; only a saga's first data, which come from outside, are
 * checked. Lives for one entry; not safe for use by several threads.
 */
final class EntryWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayBuilder line;
  private final JsonGenerator json;

  private EntryWriter(ByteArrayBuilder line, JsonGenerator json) {
    this.line = line;
    this.json = json;
  }

  static byte[] write(JournalEntry entry, boolean withFormat) {
    BufferRecycler buffers = JSON._getBufferRecycler();
    try (ByteArrayBuilder line = new ByteArrayBuilder(buffers);
        JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      if (withFormat) {
        json.writeNumberField(EventField.FORMAT, EntryCodec.FORMAT);
      }
      json.writeNumberField(EventField.BATCH, entry.batch());
      json.writeNumberField(EventField.AT, entry.at());
      json.writeArrayFieldStart(EventField.EVENTS);
      EntryWriter writer = new EntryWriter(line, json);
      for (SagaEvent event : entry.events()) {
        writer.event(event);
      }
      json.writeEndArray();
      if (!entry.owed().isNothing()) {
        new OwedWriter(json, writer).write(entry.owed());
      }
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
      return line.getClearAndRelease();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    } finally {
      buffers.releaseToPool();
    }
  }

  void event(SagaEvent event) throws IOException {
    json.writeStartObject();
    json.writeStringField(EventField.EVENT, EventWord.of(event));
    if (event instanceof StepEvent about) {
      json.writeStringField(EventField.STEP, about.step());
      stepEvent(about);
    } else if (event instanceof SagaStarted started) {
      definition(started.definition());
      requireOneValue(started.data());
      data(started.data());
    } else if (event instanceof CompensationStarted turned) {
      reason(turned.reason());
    } else if (event instanceof SagaParked parked) {
      reason(parked.reason());
    } else if (event instanceof SagaPaused paused) {
      reason(paused.reason());
    } else if (event instanceof SagaResumed resumed) {
      reason(resumed.reason());
    } else if (event instanceof SagaMigrated migrated) {
      definition(migrated.definition());
      if (migrated.data() != null) {
        data(migrated.data());
      }
    } else if (event instanceof PathEvent fork) {
      json.writeStringField(EventField.PART, fork.part());
      pathEvent(fork);
    } else if (event instanceof DeadlineSet set) {
      json.writeNumberField(EventField.DUE, set.at());
    } else if (event instanceof SagaEnded ended) {
      json.writeStringField(EventField.STATUS, ended.status().word());
    } else if (event instanceof SagaCompacted compacted) {
      new StateWriter(json, this).write(compacted.state());
    } else if (!(event instanceof DeadlineMissed)) {
      throw new BrokenInvariant("No line can be written for " + event + ".");
    }
    json.writeEndObject();
  }

  private void stepEvent(StepEvent event) throws IOException {
    if (event instanceof CommandIssued issued) {
      attempt(issued.direction(), issued.attempt());
      json.writeNumberField(EventField.DUE, issued.dueAt());
    } else if (event instanceof StepSucceeded succeeded) {
      if (succeeded.data() != null) {
        data(succeeded.data());
      }
    } else if (event instanceof StepRejected rejected) {
      reason(rejected.reason());
    } else if (event instanceof StepUnknown unknown) {
      reason(unknown.reason());
    } else if (event instanceof AttemptFailed failed) {
      attempt(failed.direction(), failed.attempt());
      reason(failed.reason());
      json.writeNumberField(EventField.RETRY_AT, failed.retryAt());
      json.writeBooleanField(EventField.SILENT, failed.silent());
    } else if (event instanceof StepStuck stuck) {
      json.writeStringField(EventField.DIRECTION, stuck.direction().word());
      reason(stuck.reason());
    } else if (!(event instanceof StepCompensated)) {
      throw new BrokenInvariant("No line can be written for " + event + ".");
    }
  }

  private void pathEvent(PathEvent event) throws IOException {
    if (event instanceof KeyChosen key) {
      json.writeStringField(EventField.KEY, key.address());
    } else if (event instanceof SignalTaken taken) {
      json.writeStringField(EventField.SIGNAL, taken.signalId());
    } else if (event instanceof BranchChosen chosen) {
      if (chosen.branch() != null) {
        json.writeStringField(EventField.BRANCH, chosen.branch());
      }
    } else if (event instanceof WaitBegun wait) {
      json.writeNumberField(EventField.UNTIL, wait.until());
    } else if (event instanceof DecisionAsked asked) {
      json.writeArrayFieldStart(EventField.OPTIONS);
      for (String option : asked.options()) {
        json.writeString(option);
      }
      json.writeEndArray();
      json.writeNumberField(EventField.UNTIL, asked.until());
    } else if (event instanceof DecisionMade made) {
      json.writeStringField(EventField.OPTION, made.option());
      if (made.by() != null) {
        json.writeStringField(EventField.BY, made.by());
      }
      json.writeStringField(EventField.WHY, made.why());
    } else if (event instanceof WaitEnded wait) {
      if (wait.data() != null) {
        data(wait.data());
      }
    } else if (event instanceof SubSagaBegun begun) {
      data(begun.data());
    } else if (event instanceof SubSagaEnded ended) {
      if (ended.data() != null) {
        data(ended.data());
      }
    } else if (event instanceof ItemsListed listed) {
      if (!listed.items().isEmpty()) {
        json.writeStringField(EventField.TYPE, listed.items().get(0).type());
      }
      json.writeArrayFieldStart(EventField.ITEMS);
      for (Payload item : listed.items()) {
        raw(item.json());
      }
      json.writeEndArray();
    }
  }

  void definition(DefinitionRef definition) throws IOException {
    json.writeStringField(EventField.SAGA, definition.name());
    json.writeNumberField(EventField.VERSION, definition.version());
    json.writeStringField(EventField.FINGERPRINT, definition.fingerprint());
  }

  private void attempt(Direction direction, int attempt) throws IOException {
    json.writeStringField(EventField.DIRECTION, direction.word());
    json.writeNumberField(EventField.ATTEMPT, attempt);
  }

  void reason(Reason reason) throws IOException {
    reason(EventField.REASON, reason);
  }

  void reason(String field, Reason reason) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField(EventField.CODE, reason.code());
    json.writeStringField(EventField.TEXT, reason.text());
    json.writeEndObject();
  }

  void data(Payload data) throws IOException {
    json.writeStringField(EventField.TYPE, data.type());
    json.writeFieldName(EventField.DATA);
    raw(data.json());
  }

  /** The empty raw value makes the generator expect what follows; the bytes go past it. */
  private void raw(byte[] bytes) throws IOException {
    json.writeRawValue("");
    json.flush();
    int copied = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        line.write(bytes, copied, i - copied);
        line.write(' ');
        copied = i + 1;
      }
    }
    line.write(bytes, copied, bytes.length - copied);
  }

  /** Anything after the value would become part of the log. */
  static void requireOneValue(Payload data) {
    try (JsonParser parser = JSON.createParser(data.json())) {
      if (parser.nextToken() != null) {
        parser.skipChildren();
        parser.finishToken();
        if (parser.nextToken() == null) {
          return;
        }
      }
    } catch (IOException e) {
      throw new MalformedMessage("The data '%s' are no JSON.".formatted(data.type()), e);
    }
    throw new MalformedMessage(
        "The data '%s' are none or several JSON values; expected one.".formatted(data.type()));
  }
}
