package io.palinode.server.journal;

/** The names of the fields in a log. They are part of the format. */
final class EventField {
  static final String FORMAT = "format";
  static final String BATCH = "batch";
  static final String AT = "at";
  static final String EVENTS = "events";
  static final String OWED = "owed";
  static final String ANSWERS = "answers";
  static final String REQUEST = "request";
  static final String VERDICT = "verdict";
  static final String NUMBER = "number";
  static final String EVENT = "event";
  static final String SAGA = "saga";
  static final String VERSION = "version";
  static final String FINGERPRINT = "fingerprint";
  static final String TYPE = "type";
  static final String DATA = "data";
  static final String STEP = "step";
  static final String DIRECTION = "direction";
  static final String ATTEMPT = "attempt";
  static final String DUE = "due";
  static final String RETRY_AT = "retryAt";
  static final String SILENT = "silent";
  static final String REASON = "reason";
  static final String CODE = "code";
  static final String TEXT = "text";
  static final String STATUS = "status";
  static final String STATE = "state";
  static final String HEADING = "heading";
  static final String TURNED = "turned";
  static final String PARKED = "parked";
  static final String SAGA_ID = "sagaId";
  static final String STEPS = "steps";
  static final String UNTIL = "until";
  static final String OPTIONS = "options";
  static final String OPTION = "option";
  static final String BY = "by";
  static final String WHY = "why";
  static final String DEADLINE = "deadline";
  static final String PART = "part";
  static final String BRANCH = "branch";
  static final String KEY = "key";
  static final String SIGNAL = "signal";
  static final String ITEMS = "items";
  static final String PATH = "path";

  private EventField() {}
}
