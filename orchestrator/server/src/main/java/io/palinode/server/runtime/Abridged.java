package io.palinode.server.runtime;

import io.palinode.message.Reason;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record that Kafka refuses so short that it may take it: a report without data and
 * history, a dead letter without its value.
 *
 * <p>Immutable.
 */
record Abridged(Letters letters) {

  /**
   * The record to send instead; null if nothing can be left out. It speaks of what the refused one
   * spoke of, whatever has become of the saga since.
   *
   * @param why Kafka refuses it, a sentence
   */
  @Nullable Sending of(Sending refused, String why) {
    if (refused instanceof Sending.Forward forward) {
      Sending.Report brief = forward.answer() == null ? null : report(forward.answer());
      return brief == null ? letter(forward, why) : new Sending.Forward(brief);
    } else if (refused instanceof Sending.Notice notice) {
      return notice(notice, why);
    }
    return refused instanceof Sending.Report report ? report(report) : null;
  }

  private Sending.@Nullable Report report(Sending.Report refused) {
    Sending.Report brief = letters.brief(refused);
    return brief.weight() < refused.weight() ? brief : null;
  }

  /** First without its message, then as a dead letter; both may be refused, and then it stays. */
  private Sending.@Nullable Notice notice(Sending.Notice refused, String why) {
    WireRecord record = refused.record();
    if (refused.topic().equals(letters.noticesDeadLetters())) {
      return null;
    }
    if (!record.headers().containsKey(WireHeader.REASON_CODE)) {
      return letters.bare(refused, new Reason("NOTICE_REFUSED", why));
    }
    Map<String, String> headers = new LinkedHashMap<>(record.headers());
    headers.put(WireHeader.DLT_TOPIC, refused.topic());
    headers.put(WireHeader.DLT_REASON, why);
    return new Sending.Notice(
        refused.batch(),
        refused.sagaId(),
        refused.occasion(),
        letters.noticesDeadLetters(),
        new WireRecord(record.key(), headers, record.value()));
  }

  private Sending.@Nullable Forward letter(Sending.Forward refused, String why) {
    WireRecord record = refused.record();
    if (record.value() == null) {
      return null;
    }
    Map<String, String> headers = new LinkedHashMap<>(record.headers());
    String reason = headers.getOrDefault(WireHeader.DLT_REASON, "");
    String leftOut = "The value of %,d bytes is left out: %s".formatted(record.value().length, why);
    headers.put(WireHeader.DLT_REASON, reason.isEmpty() ? leftOut : reason + " " + leftOut);
    String topic = reason.isEmpty() ? Topics.deadLetters(refused.topic()) : refused.topic();
    return new Sending.Forward(topic, new WireRecord(record.key(), headers, null));
  }
}
