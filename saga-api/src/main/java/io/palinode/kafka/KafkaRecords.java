package io.palinode.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.message.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Copies records to and from Kafka's own type. Keys and headers are UTF-8; of a repeated header the
 * last counts.
 */
public final class KafkaRecords {
  private KafkaRecords() {}

  /** The record for a topic, on the partition that Kafka's default partitioner gives its key. */
  public static ProducerRecord<byte[], byte @Nullable []> outgoing(
      String topic, WireRecord record) {
    String key = record.key();
    List<Header> headers = new ArrayList<>(record.headers().size());
    record.headers().forEach((name, text) -> headers.add(header(name, text)));
    return new ProducerRecord<>(
        topic, null, key == null ? null : key.getBytes(UTF_8), record.value(), headers);
  }

  /** The record as it came. */
  public static WireRecord incoming(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), UTF_8));
      }
    }
    byte @Nullable [] key = record.key();
    return new WireRecord(key == null ? null : new String(key, UTF_8), headers, record.value());
  }

  static Header header(String name, String text) {
    return new RecordHeader(name, text.getBytes(UTF_8));
  }
}
