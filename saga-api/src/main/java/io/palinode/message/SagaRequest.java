package io.palinode.message;

/** What is asked on the topic of starts. */
public sealed interface SagaRequest
    permits SagaRequest.Start,
        SagaRequest.Inquire,
        SagaRequest.Migrate,
        SagaRequest.Refuse,
        SagaControl {

  /** The saga that is asked for or about. */
  String sagaId();

  WireRecord toRecord();

  /**
   * Start this saga, unless one of this id has been started before.
   *
   * @param saga the name of its definition
   * @param data the saga's first data
   */
  record Start(String sagaId, String saga, Payload data) implements SagaRequest {
    @Override
    public WireRecord toRecord() {
      return WireRecord.keyed(sagaId)
          .with(WireHeader.REQUEST, "start")
          .with(WireHeader.SAGA, saga)
          .carrying(data);
    }
  }

  /** Report on this saga as it stands, to the topic of events. */
  record Inquire(String sagaId) implements SagaRequest {
    @Override
    public WireRecord toRecord() {
      return WireRecord.keyed(sagaId).with(WireHeader.REQUEST, "inquire").carrying(Payload.NONE);
    }
  }

  /**
   * Tell that the start of this saga was refused, unless it has been started all the same. An owner
   * asks this of itself or its successor, since by the time that it is read an owner that had been
   * deposed has been overruled.
   *
   * @param at when it was refused, in milliseconds since 1970
   */
  record Refuse(String sagaId, Reason reason, long at) implements SagaRequest {
    @Override
    public WireRecord toRecord() {
      return WireRecord.keyed(sagaId)
          .with(WireHeader.REQUEST, "refuse")
          .with(WireHeader.REASON_CODE, reason.code())
          .with(WireHeader.REASON, reason.text())
          .with(WireHeader.AT, at)
          .carrying(Payload.NONE);
    }

    private static Refuse from(String sagaId, WireRecord record) {
      Reason reason =
          new Reason(record.required(WireHeader.REASON_CODE), record.required(WireHeader.REASON));
      return new Refuse(sagaId, reason, record.requiredNumber(WireHeader.AT));
    }
  }

  /**
   * Pin this saga to another version of its definition, if it may move there, and report on it
   * either way.
   *
   * @param requestId by which the answer is known; empty where the caller wants none, but the
   *     report
   */
  record Migrate(String sagaId, int version, String requestId) implements SagaRequest {

    /** A request that is answered with a report only. */
    public Migrate(String sagaId, int version) {
      this(sagaId, version, "");
    }

    @Override
    public WireRecord toRecord() {
      WireRecord.Builder record =
          WireRecord.keyed(sagaId)
              .with(WireHeader.REQUEST, "migrate")
              .with(WireHeader.VERSION, version);
      return (requestId.isEmpty() ? record : record.with(WireHeader.REQUEST_ID, requestId))
          .carrying(Payload.NONE);
    }

    private static Migrate from(String sagaId, WireRecord record) {
      long version = record.requiredNumber(WireHeader.VERSION);
      if (version < 1 || version > Integer.MAX_VALUE) {
        throw new MalformedMessage(
            "The header '%s' is %d; versions count from 1.".formatted(WireHeader.VERSION, version));
      }
      return new Migrate(sagaId, (int) version, SagaControl.requestId(record));
    }
  }

  /**
   * Reads a record of the topic of starts.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  static SagaRequest from(WireRecord record) {
    String key = record.key();
    if (key == null) {
      throw new MalformedMessage("The record has no key; expected the saga id.");
    }
    String sagaId = SagaId.require(key);
    String word = record.required(WireHeader.REQUEST);
    return switch (word) {
      case "start" -> new Start(sagaId, record.required(WireHeader.SAGA), record.payload());
      case "inquire" -> new Inquire(sagaId);
      case "migrate" -> Migrate.from(sagaId, record);
      case "refuse" -> Refuse.from(sagaId, record);
      default -> SagaControl.read(sagaId, word, record);
    };
  }
}
