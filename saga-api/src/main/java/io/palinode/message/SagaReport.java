package io.palinode.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the orchestrator tells the world about one saga, on the topic of events.
 *
 * <p>The record is a CloudEvent in Kafka's binary binding: {@code ce_type} is {@code
 * io.palinode.saga.<status>}, {@code ce_subject} the saga id, and {@code ce_id} the same for every
 * copy of one report.
 *
 * @param saga the name of the definition, null where it is not remembered
 * @param version the version of the definition, 0 where it is not remembered
 * @param atMillis when the saga came to stand like this, in milliseconds since 1970; where its
 *     history is not remembered, when the report was made
 * @param reason why the saga was undone, parked, paused or refused
 * @param data the saga's data, null where they are not remembered
 * @param history what happened, oldest first; empty where it is not remembered
 * @param answer what became of the request that this report answers, null where it answers none
 */
public record SagaReport(
    String sagaId,
    @Nullable String saga,
    int version,
    SagaStatus status,
    long atMillis,
    @Nullable Reason reason,
    @Nullable JsonNode data,
    List<HistoryEntry> history,
    @Nullable RequestAnswer answer) {

  public SagaReport {
    history = List.copyOf(history);
  }

  /** A report that answers no request. */
  public SagaReport(
      String sagaId,
      @Nullable String saga,
      int version,
      SagaStatus status,
      long atMillis,
      @Nullable Reason reason,
      @Nullable JsonNode data,
      List<HistoryEntry> history) {
    this(sagaId, saga, version, status, atMillis, reason, data, history, null);
  }

  /**
   * Reads a record of the topic of events.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static SagaReport from(WireRecord record) {
    return ReportReader.read(record);
  }
}
