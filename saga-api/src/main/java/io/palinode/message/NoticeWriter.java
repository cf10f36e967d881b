package io.palinode.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the messages that a definition sends when its sagas end or park, as CloudEvents in Kafka's
 * binary binding.
 *
 * <ul>
 *   <li>{@code ce_id} is {@code <saga id>/<status>/<time>/notice}: the same for every copy.
 *   <li>{@code ce_type} is the name of the message's class; {@code ce_subject} the saga id.
 *   <li>A message that could not be had is sent bare: with the type and the body of a brief report,
 *       and the fault in the headers {@link WireHeader#REASON_CODE} and {@link WireHeader#REASON}.
 * </ul>
 *
 * <p>Immutable.
 *
 * @param reports which writes what both have in common
 */
public record NoticeWriter(ReportWriter reports) {

  /** The message, as the definition built it. */
  public WireRecord whole(String sagaId, ReportWriter.Reached reached, Payload message) {
    WireRecord brief = reports.brief(sagaId, reached);
    Map<String, String> headers = headers(brief);
    headers.put("ce_type", message.type());
    headers.put(WireHeader.TYPE, message.type());
    return new WireRecord(sagaId, headers, message.json());
  }

  /** What is sent in its place. */
  public WireRecord bare(String sagaId, ReportWriter.Reached reached, Reason fault) {
    WireRecord brief = reports.brief(sagaId, reached);
    Map<String, String> headers = headers(brief);
    headers.put(WireHeader.REASON_CODE, fault.code());
    headers.put(WireHeader.REASON, fault.text());
    return new WireRecord(sagaId, headers, brief.value());
  }

  private static Map<String, String> headers(WireRecord brief) {
    Map<String, String> headers = new LinkedHashMap<>(brief.headers());
    headers.merge("ce_id", "notice", (id, word) -> id + "/" + word);
    return headers;
  }
}
