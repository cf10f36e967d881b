package io.palinode.message;

import java.util.List;

/**
 * What is asked of one live saga. It is answered by a report that carries a {@link RequestAnswer}.
 *
 * <ul>
 *   <li>Requests of one saga take effect in the order in which they are sent, behind its start.
 *   <li>What was done is in the saga's log with its answer, so an orchestrator that takes over
 *       sends the answer again. An answer that nothing was done can get lost with its orchestrator.
 *   <li>To ask again is harmless: what is so already stays so, and the answer tells how the saga
 *       stands. But a resume ends a pause that was asked for in between, and a retry tries again
 *       what has parked again in between.
 * </ul>
 */
public sealed interface SagaControl extends SagaRequest {

  /** The greatest length of a request's id, in characters. An answer carries it. */
  int MAX_REQUEST_ID = 128;

  /** Everything that can be asked on the topic of starts. */
  List<String> VERBS =
      List.of("start", "inquire", "migrate", "cancel", "pause", "resume", "retry", "decide");

  /** By which the answer is known; the caller's own, and empty where the caller gives none. */
  String requestId();

  /** Why, in words for people; empty where the caller gives none. */
  String why();

  /** Turn the saga round: undo what is done, unless its pivot is under way or behind it. */
  record Cancel(String sagaId, String requestId, String why) implements SagaControl {
    @Override
    public WireRecord toRecord() {
      return record("cancel", this);
    }
  }

  /** Send nothing more and let no deadline act, until the saga is resumed. */
  record Pause(String sagaId, String requestId, String why) implements SagaControl {
    @Override
    public WireRecord toRecord() {
      return record("pause", this);
    }
  }

  /** Let a paused saga go on where it was. */
  record Resume(String sagaId, String requestId, String why) implements SagaControl {
    @Override
    public WireRecord toRecord() {
      return record("resume", this);
    }
  }

  /** Let a parked saga go on: what is stuck is tried once more. */
  record Retry(String sagaId, String requestId, String why) implements SagaControl {
    @Override
    public WireRecord toRecord() {
      return record("retry", this);
    }
  }

  /**
   * Take a decision for which the saga waits, or will wait.
   *
   * @param decision its name; inside a for-each with the number of the item, such as {@code
   *     approve[2]}
   * @param by who has decided
   */
  record Decide(
      String sagaId, String requestId, String decision, String option, String by, String why)
      implements SagaControl {
    /** The greatest length of a name, in characters. */
    public static final int MAX_NAME = 128;

    /** The greatest length of what is said why, in characters. */
    public static final int MAX_WHY = 1_000;

    public Decide {
      limit("decision", decision, MAX_NAME);
      limit("option", option, MAX_NAME);
      limit("name of who decided", by, MAX_NAME);
      limit("reason", why, MAX_WHY);
    }

    @Override
    public WireRecord toRecord() {
      return headers("decide", this)
          .with(WireHeader.DECISION, decision)
          .with(WireHeader.OPTION, option)
          .with(WireHeader.BY, by)
          .carrying(Payload.NONE);
    }
  }

  private static void limit(String what, String text, int most) {
    if (text.length() > most) {
      throw new MalformedMessage(
          "The %s has %,d characters; at most %,d are allowed."
              .formatted(what, text.length(), most));
    }
  }

  /**
   * By which the answer to a record is known; empty where it gives none.
   *
   * @throws MalformedMessage if it is longer than {@link #MAX_REQUEST_ID}
   */
  static String requestId(WireRecord record) {
    String id = record.optional(WireHeader.REQUEST_ID);
    limit("request's id", id, MAX_REQUEST_ID);
    return id;
  }

  private static WireRecord record(String verb, SagaControl control) {
    return headers(verb, control).carrying(Payload.NONE);
  }

  private static WireRecord.Builder headers(String verb, SagaControl control) {
    return WireRecord.keyed(control.sagaId())
        .with(WireHeader.REQUEST, verb)
        .with(WireHeader.REQUEST_ID, control.requestId())
        .with(WireHeader.REASON, control.why());
  }

  /**
   * Reads a record that is neither a start nor an inquiry.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  static SagaControl read(String sagaId, String verb, WireRecord record) {
    String id = requestId(record);
    String why = record.optional(WireHeader.REASON);
    return switch (verb) {
      case "cancel" -> new Cancel(sagaId, id, why);
      case "pause" -> new Pause(sagaId, id, why);
      case "resume" -> new Resume(sagaId, id, why);
      case "retry" -> new Retry(sagaId, id, why);
      case "decide" ->
          new Decide(
              sagaId,
              id,
              record.required(WireHeader.DECISION),
              record.required(WireHeader.OPTION),
              record.required(WireHeader.BY),
              why);
      default ->
          throw new MalformedMessage(
              "The header '%s' is '%s'; expected one of %s."
                  .formatted(WireHeader.REQUEST, verb, VERBS));
    };
  }
}
