package io.palinode.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the messages that a definition sends when its sagas end or park, as CloudEvents in Kafka's
 * binary binding.
 *
 * <ul>
 *   <li>{@code ce_id} is {@code <saga id>/<status>/<time>/notice}: the same for every copy. Where a
 *       saga parks for the second time, or more often, a slash and the number follow.
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

  /**
   * What a notice is about.
   *
   * @param reached how the saga came to stand
   * @param times how often it came to stand so, this time included
   */
  public record Occasion(ReportWriter.Reached reached, int times) {}

  /** The message, as the definition built it. */
  public WireRecord whole(String sagaId, Occasion occasion, Payload message) {
    Map<String, String> headers = headers(occasion, reports.brief(sagaId, occasion.reached()));
    headers.put("ce_type", message.type());
    headers.put(WireHeader.TYPE, message.type());
    return new WireRecord(sagaId, headers, message.json());
  }

  /** What is sent in its place. */
  public WireRecord bare(String sagaId, Occasion occasion, Reason fault) {
    WireRecord brief = reports.brief(sagaId, occasion.reached());
    Map<String, String> headers = headers(occasion, brief);
    headers.put(WireHeader.REASON_CODE, fault.code());
    headers.put(WireHeader.REASON, fault.text());
    return new WireRecord(sagaId, headers, brief.value());
  }

  private static Map<String, String> headers(Occasion occasion, WireRecord brief) {
    String suffix = occasion.times() > 1 ? "/notice/" + occasion.times() : "/notice";
    Map<String, String> headers = new LinkedHashMap<>(brief.headers());
    headers.computeIfPresent("ce_id", (name, id) -> id + suffix);
    return headers;
  }
}
