package io.palinode.server.journal;

import static io.palinode.message.SagaStatus.COMPENSATING;
import static io.palinode.message.SagaStatus.RUNNING;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
import io.palinode.core.SagaEvent.SignalMissed;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaState;
import io.palinode.core.Standing;
import io.palinode.core.StepState;
import io.palinode.core.StepStatus;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.DefinitionRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of an entry, or one of the objects inside an event that was compacted.
 *
 * <p>Takes all fields first and looks at the event's word last, so their order does not matter.
 * Lives for one object.
 */
final class EventReader {
  private final JsonParser json;
  private final FieldReader fields;

  private @Nullable String event;
  private @Nullable String saga;
  private @Nullable Integer version;
  private @Nullable String fingerprint;
  private @Nullable String type;
  private byte @Nullable [] data;
  private @Nullable String step;
  private @Nullable Direction direction;
  private @Nullable Integer attempt;
  private @Nullable Long due;
  private @Nullable Long retryAt;
  private @Nullable Boolean silent;
  private @Nullable Reason reason;
  private @Nullable String status;
  private @Nullable SagaState state;
  private @Nullable String sagaId;
  private @Nullable List<StepState> steps;
  private @Nullable String part;
  private @Nullable String branch;
  private @Nullable List<byte[]> items;
  private @Nullable Long until;
  private @Nullable List<String> options;
  private @Nullable String option;
  private @Nullable String by;
  private @Nullable String why;
  private long deadline = SagaState.NO_DEADLINE;
  private @Nullable SagaStatus heading;
  private @Nullable Reason turned;
  private @Nullable Integer parked;
  private @Nullable String key;
  private @Nullable String signal;
  private List<PathEvent> path = List.of();

  private EventReader(JsonParser json, FieldReader fields) {
    this.json = json;
    this.fields = fields;
  }

  /** Reads the event whose first brace the parser stands on. */
  static SagaEvent read(JsonParser json, FieldReader fields) throws IOException {
    return object(json, fields, "an event").event();
  }

  private static EventReader object(JsonParser json, FieldReader fields, String what)
      throws IOException {
    fields.require(JsonToken.START_OBJECT, what);
    EventReader reader = new EventReader(json, fields);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      reader.field(name);
    }
    return reader;
  }

  private void field(String name) throws IOException {
    switch (name) {
      case EventField.EVENT -> event = fields.text(name);
      case EventField.SAGA -> saga = fields.word(name);
      case EventField.VERSION -> version = fields.smallNumber(name);
      case EventField.FINGERPRINT -> fingerprint = fields.word(name);
      case EventField.TYPE -> type = fields.word(name);
      case EventField.DATA -> data = fields.raw();
      case EventField.STEP -> step = fields.word(name);
      case EventField.DIRECTION -> direction = Direction.of(fields.text(name));
      case EventField.ATTEMPT -> attempt = fields.smallNumber(name);
      case EventField.DUE -> due = fields.number(name);
      case EventField.RETRY_AT -> retryAt = fields.number(name);
      case EventField.SILENT -> silent = fields.flag(name);
      case EventField.REASON -> reason = fields.reason();
      case EventField.STATUS -> status = fields.text(name);
      case EventField.HEADING -> heading = SagaStatus.of(fields.text(name));
      case EventField.TURNED -> turned = fields.reason();
      case EventField.PARKED -> parked = fields.smallNumber(name);
      case EventField.STATE -> state = object(json, fields, name).state();
      case EventField.SAGA_ID -> sagaId = fields.text(name);
      case EventField.STEPS -> steps = steps();
      case EventField.PART -> part = fields.text(name);
      case EventField.UNTIL -> until = fields.number(name);
      case EventField.OPTIONS -> options = fields.texts(name);
      case EventField.OPTION -> option = fields.word(name);
      case EventField.BY -> by = fields.text(name);
      case EventField.WHY -> why = fields.text(name);
      case EventField.DEADLINE -> deadline = fields.number(name);
      case EventField.BRANCH -> branch = fields.text(name);
      case EventField.ITEMS -> items = items();
      case EventField.KEY -> key = fields.text(name);
      case EventField.SIGNAL -> signal = fields.text(name);
      case EventField.PATH -> path = path();
      default -> json.skipChildren();
    }
  }

  private SagaEvent event() {
    String word = need(event, EventField.EVENT);
    return switch (word) {
      case EventWord.STARTED -> new SagaStarted(definition(), payload());
      case EventWord.ISSUED -> new CommandIssued(step(), direction(), attempt(), due());
      case EventWord.SUCCEEDED -> new StepSucceeded(step(), data == null ? null : payload());
      case EventWord.REJECTED -> new StepRejected(step(), reason());
      case EventWord.UNKNOWN -> new StepUnknown(step(), reason());
      case EventWord.ATTEMPT_FAILED ->
          new AttemptFailed(
              step(),
              direction(),
              attempt(),
              reason(),
              need(retryAt, EventField.RETRY_AT),
              need(silent, EventField.SILENT));
      case EventWord.COMPENSATED -> new StepCompensated(step());
      case EventWord.STUCK -> new StepStuck(step(), direction(), reason());
      case EventWord.COMPENSATION_STARTED -> new CompensationStarted(reason());
      case EventWord.BRANCH_CHOSEN -> new BranchChosen(part(), branch);
      case EventWord.ITEMS_LISTED -> itemsListed();
      case EventWord.WAIT_BEGUN -> new WaitBegun(part(), need(until, EventField.UNTIL));
      case EventWord.WAIT_ENDED -> new WaitEnded(part(), data == null ? null : payload());
      case EventWord.DECISION_ASKED ->
          new DecisionAsked(
              part(), need(options, EventField.OPTIONS), need(until, EventField.UNTIL));
      case EventWord.DECISION_MADE ->
          new DecisionMade(part(), need(option, EventField.OPTION), by, need(why, EventField.WHY));
      case EventWord.DEADLINE_SET -> new DeadlineSet(due());
      case EventWord.DEADLINE_MISSED -> new DeadlineMissed();
      case EventWord.MIGRATED -> new SagaMigrated(definition(), data == null ? null : payload());
      case EventWord.KEY_CHOSEN -> new KeyChosen(part(), need(key, EventField.KEY));
      case EventWord.SIGNAL_TAKEN -> new SignalTaken(part(), need(signal, EventField.SIGNAL));
      case EventWord.SIGNAL_MISSED -> new SignalMissed(part());
      case EventWord.SUB_SAGA_BEGUN -> new SubSagaBegun(part(), payload());
      case EventWord.SUB_SAGA_ENDED -> new SubSagaEnded(part(), data == null ? null : payload());
      case EventWord.PARKED -> new SagaParked(reason());
      case EventWord.PAUSED -> new SagaPaused(reason());
      case EventWord.RESUMED -> new SagaResumed(reason());
      case EventWord.COMPACTED -> new SagaCompacted(need(state, EventField.STATE));
      case EventWord.ENDED -> new SagaEnded(SagaStatus.of(status()));
      default ->
          throw new UnreadableLog(
              "the event is '%s', a word that this version does not know. A newer orchestrator wrote it."
                  .formatted(word));
    };
  }

  private SagaState state() {
    return new SagaState(
        need(sagaId, EventField.SAGA_ID),
        definition(),
        standing(),
        payload(),
        deadline,
        List.copyOf(need(steps, EventField.STEPS)),
        path);
  }

  /** An older log does not tell which way a parked saga went; its steps do. */
  private Standing standing() {
    Standing known = Standing.of(SagaStatus.of(status()), reason);
    int times = parked == null ? known.parked() : parked;
    if (!known.status().halted()) {
      return new Standing(known.status(), known.heading(), known.turned(), null, times);
    }
    boolean undoing = need(steps, EventField.STEPS).stream().anyMatch(StepState::isBeingUndone);
    SagaStatus told = heading != null ? heading : undoing ? COMPENSATING : RUNNING;
    return new Standing(known.status(), told, turned, known.halted(), times);
  }

  private List<byte[]> items() throws IOException {
    fields.require(JsonToken.START_ARRAY, EventField.ITEMS);
    List<byte[]> read = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      read.add(fields.raw());
    }
    return read;
  }

  private List<PathEvent> path() throws IOException {
    fields.require(JsonToken.START_ARRAY, EventField.PATH);
    List<PathEvent> read = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (!(read(json, fields) instanceof PathEvent event)) {
        throw new UnreadableLog("'%s' has an event that is none.".formatted(EventField.PATH));
      }
      read.add(event);
    }
    return List.copyOf(read);
  }

  private ItemsListed itemsListed() {
    List<byte[]> values = need(items, EventField.ITEMS);
    if (values.isEmpty()) {
      return new ItemsListed(part(), List.of());
    }
    String each = need(type, EventField.TYPE);
    return new ItemsListed(part(), values.stream().map(value -> new Payload(each, value)).toList());
  }

  private String part() {
    return need(part, EventField.PART);
  }

  private List<StepState> steps() throws IOException {
    fields.require(JsonToken.START_ARRAY, EventField.STEPS);
    List<StepState> read = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      read.add(object(json, fields, EventField.STEPS).stepState());
    }
    return read;
  }

  private StepState stepState() {
    String word = status();
    StepStatus known = EventWord.status(word);
    if (known == null) {
      throw new UnreadableLog("'%s' is no status of a step.".formatted(word));
    }
    return new StepState(step(), known, attempt(), due());
  }

  private DefinitionRef definition() {
    return new DefinitionRef(
        need(saga, EventField.SAGA),
        need(version, EventField.VERSION),
        need(fingerprint, EventField.FINGERPRINT));
  }

  private Payload payload() {
    return new Payload(need(type, EventField.TYPE), need(data, EventField.DATA));
  }

  private String step() {
    return need(step, EventField.STEP);
  }

  private Direction direction() {
    return need(direction, EventField.DIRECTION);
  }

  private int attempt() {
    return need(attempt, EventField.ATTEMPT);
  }

  private long due() {
    return need(due, EventField.DUE);
  }

  private Reason reason() {
    return need(reason, EventField.REASON);
  }

  private String status() {
    return need(status, EventField.STATUS);
  }

  private <T> T need(@Nullable T value, String field) {
    if (value == null) {
      throw new UnreadableLog(
          "an object%s lacks the field '%s'."
              .formatted(event == null ? "" : " for '" + event + "'", field));
    }
    return value;
  }
}
