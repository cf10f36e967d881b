package io.palinode.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.message.WireRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What many records have in common, made once: encoding it for each would be a cost of the
 * benchmark and not of what it measures. Immutable, as long as nobody writes to the value.
 */
record Stencil(List<Header> headers, byte @Nullable [] value) {

  /**
   * Everything of a sample but its key.
   *
   * @param own the names of the headers that each record has for itself
   */
  static Stencil of(WireRecord sample, Set<String> own) {
    List<Header> common = new ArrayList<>();
    sample
        .headers()
        .forEach(
            (name, text) -> {
              if (!own.contains(name)) {
                common.add(new RecordHeader(name, text.getBytes(UTF_8)));
              }
            });
    return new Stencil(List.copyOf(common), sample.value());
  }

  /** One record. */
  ProducerRecord<String, byte[]> draw(String topic, String key, Header... own) {
    var record = new ProducerRecord<>(topic, null, key, value, headers);
    for (Header header : own) {
      record.headers().add(header);
    }
    return record;
  }
}
