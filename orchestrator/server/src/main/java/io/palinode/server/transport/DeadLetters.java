package io.palinode.server.transport;

import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes dead letters of the orchestrator's input: the record as it came, and why it was put aside.
 *
 * <p>Of a record above {@link #MAX_BYTES} the value is left out, and its headers and its key too
 * where they alone are as much: a letter that Kafka refused would stop its shard for ever. The
 * reason then says so; the record itself stays in its topic as long as that keeps it.
 *
 * <p>Immutable.
 */
public record DeadLetters(Topics topics) {
  /** The greatest key, value and headers of a record that is copied whole, in bytes. */
  static final int MAX_BYTES = 900_000;

  /** The greatest length of the reason, in characters. */
  static final int MAX_REASON = 1_000;

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
    WireRecord kept = fitting(input.record());
    Map<String, String> headers = new LinkedHashMap<>(kept.headers());
    int size = size(input.record());
    String why =
        size > MAX_BYTES ? "(Only a part of %,d bytes.) %s".formatted(size, reason) : reason;
    headers.put(WireHeader.DLT_REASON, why.substring(0, Math.min(why.length(), MAX_REASON)));
    headers.put(WireHeader.DLT_TOPIC, origin(input.source()));
    headers.put(WireHeader.DLT_PARTITION, Integer.toString(shard));
    headers.put(WireHeader.DLT_OFFSET, Long.toString(input.offset()));
    return new WireRecord(kept.key(), headers, kept.value());
  }

  private static WireRecord fitting(WireRecord record) {
    return Stream.of(
            record,
            new WireRecord(record.key(), record.headers(), null),
            new WireRecord(record.key(), Map.of(), null))
        .filter(each -> size(each) <= MAX_BYTES)
        .findFirst()
        .orElseGet(() -> new WireRecord(null, Map.of(), null));
  }

  private static int size(WireRecord record) {
    int size = record.value() == null ? 0 : record.value().length;
    size += record.key() == null ? 0 : bytes(record.key());
    for (Map.Entry<String, String> header : record.headers().entrySet()) {
      size += bytes(header.getKey()) + bytes(header.getValue());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private String origin(InputRecord.Source source) {
    return switch (source) {
      case STARTS -> topics.starts();
      case REPLIES -> topics.replies();
    };
  }
}
