package io.palinode.message;

/** The names of the record headers. They are part of the wire format and do not change. */
public final class WireHeader {
  /** The command id: {@code saga/step/direction}. */
  public static final String COMMAND = "palinode-command";

  /** The number of the attempt, from 1. */
  public static final String ATTEMPT = "palinode-attempt";

  /** The epoch of the orchestrator that sent the command. */
  public static final String EPOCH = "palinode-epoch";

  /** The wire name of the payload's class. */
  public static final String TYPE = "palinode-type";

  /** The outcome of a command: {@code succeeded}, {@code rejected} or {@code try-again}. */
  public static final String OUTCOME = "palinode-outcome";

  /** A reason's word for programs. */
  public static final String REASON_CODE = "palinode-reason-code";

  /** A reason's sentence for people. */
  public static final String REASON = "palinode-reason";

  /** How long to wait before the next attempt, in milliseconds, as the participant asks. */
  public static final String RETRY_AFTER = "palinode-retry-after-ms";

  /** The name of the saga's definition. */
  public static final String SAGA = "palinode-saga";

  /** The version of the definition to which a saga is to be moved. */
  public static final String VERSION = "palinode-version";

  /**
   * What is asked on the topic of starts: {@code start}, {@code inquire}, {@code migrate}, {@code
   * refuse}, {@code signal}, or a verb that asks something of a live saga, such as {@code cancel}.
   */
  public static final String REQUEST = "palinode-request";

  /** When it was decided, in milliseconds since 1970. */
  public static final String AT = "palinode-at";

  /** By which the answer to a request is known. */
  public static final String REQUEST_ID = "palinode-request-id";

  /** The decision that is taken. */
  public static final String DECISION = "palinode-decision";

  /** What was chosen. */
  public static final String OPTION = "palinode-option";

  /** Who has decided. */
  public static final String BY = "palinode-by";

  /** What is asked of a business key: {@code claim}, {@code release} or {@code taken}. */
  public static final String KEY_REQUEST = "palinode-key-request";

  /** The id of a signal, by which a repeated one is known. */
  public static final String SIGNAL = "palinode-signal";

  /** The address of the business key that a reply comes from: {@code use/name/key}. */
  public static final String KEY = "palinode-key";

  /** The address of the business key in whose queue a step has to wait. */
  public static final String KEY_QUEUED = "palinode-key-queued";

  /** Of a dead letter: why the record could not be handled. */
  public static final String DLT_REASON = "palinode-dlt-reason";

  /** Of a dead letter: the topic that the record came from. */
  public static final String DLT_TOPIC = "palinode-dlt-topic";

  /** Of a dead letter: the partition that the record came from. */
  public static final String DLT_PARTITION = "palinode-dlt-partition";

  /** Of a dead letter: the offset that the record had. */
  public static final String DLT_OFFSET = "palinode-dlt-offset";

  private WireHeader() {}
}
