package io.palinode.server.transport.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.message.WireRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Copies records between Kafka's form and the wire's.
 *
 * <ul>
 *   <li>Keys and headers are UTF-8; what is not comes through with replacement characters, and is
 *       then malformed.
 *   <li>Of two headers with one name the last counts; a header without a value counts as absent.
 * </ul>
 */
final class WireRecords {
  private WireRecords() {}

  static WireRecord fromKafka(ConsumerRecord<byte[], byte[]> record) {
    return new WireRecord(text(record.key()), headers(record), record.value());
  }

  static ProducerRecord<byte[], byte[]> toKafka(String topic, WireRecord record) {
    List<Header> headers = new ArrayList<>(record.headers().size());
    for (Map.Entry<String, String> header : record.headers().entrySet()) {
      headers.add(new TextHeader(header.getKey(), header.getValue().getBytes(UTF_8)));
    }
    byte[] key = record.key() == null ? null : record.key().getBytes(UTF_8);
    return new ProducerRecord<>(topic, null, key, record.value(), headers);
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      String text = text(header.value());
      if (text == null) {
        headers.remove(header.key());
      } else {
        headers.put(header.key(), text);
      }
    }
    return headers;
  }

  private static @Nullable String text(byte @Nullable [] utf8) {
    return utf8 == null ? null : new String(utf8, UTF_8);
  }

  private record TextHeader(String key, byte[] value) implements Header {}
}
