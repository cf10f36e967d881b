package io.palinode.server.runtime;

import io.palinode.core.SagaState;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.Weight;
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
   * The record to send instead; null if nothing can be left out.
   *
   * @param saga whose report it is; null for another record, or if the saga is not in memory
   * @param why Kafka refuses it, a sentence
   */
  @Nullable Sending of(Sending refused, @Nullable LiveSaga saga, String why, long now) {
    if (refused instanceof Sending.Forward forward) {
      return letter(forward, why);
    }
    return refused instanceof Sending.Report report && saga != null
        ? report(report, saga.state(), now)
        : null;
  }

  private Sending.@Nullable Report report(Sending.Report refused, SagaState state, long now) {
    WireRecord brief =
        letters
            .brief(refused.batch(), state.sagaId(), state.status(), now, state.reason())
            .record();
    return Weight.of(brief) < refused.weight()
        ? new Sending.Report(
            refused.batch(), refused.sagaId(), refused.last(), refused.topic(), brief)
        : null;
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
