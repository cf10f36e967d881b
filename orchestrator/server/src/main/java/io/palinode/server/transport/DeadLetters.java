package io.palinode.server.transport;

import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes dead letters of the orchestrator's input: the record as it came, and why it was put aside.
 *
 * <p>Immutable.
 */
public record DeadLetters(Topics topics) {

  /** The topic of the dead letters of this input. */
  public String topic(InputRecord.Source source) {
    return Topics.deadLetters(origin(source));
  }

  /**
   * The dead letter of a record.
   *
   * @param shard the partition that it came from
   * @param reason a sentence for people
   */
  public WireRecord letter(InputRecord input, int shard, String reason) {
    Map<String, String> headers = new LinkedHashMap<>(input.record().headers());
    headers.put(WireHeader.DLT_REASON, reason);
    headers.put(WireHeader.DLT_TOPIC, origin(input.source()));
    headers.put(WireHeader.DLT_PARTITION, Integer.toString(shard));
    headers.put(WireHeader.DLT_OFFSET, Long.toString(input.offset()));
    return new WireRecord(input.record().key(), headers, input.record().value());
  }

  private String origin(InputRecord.Source source) {
    return switch (source) {
      case STARTS -> topics.starts();
      case REPLIES -> topics.replies();
    };
  }
}
