package io.palinode.kafka;

import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Turns a record that cannot be handled into a dead letter: key, value and headers as they came,
 * and new headers that say why and from where. A value above {@link #MAX_VALUE} is left out, lest
 * the dead letter be refused itself.
 */
public final class DeadLetters {
  /** The greatest length of the reason in a dead letter's header, in characters. */
  public static final int MAX_REASON = 1_000;

  /** The greatest value that a dead letter carries, in bytes. */
  public static final int MAX_VALUE = 900_000;

  private DeadLetters() {}

  /** The dead letter of a record, for the dead-letter topic of the record's topic. */
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> record, String reason) {
    boolean whole = record.value() == null || record.value().length <= MAX_VALUE;
    String why =
        whole
            ? reason
            : "(Value of %,d bytes left out.) ".formatted(record.value().length) + reason;
    List<Header> headers = new ArrayList<>();
    record.headers().forEach(headers::add);
    headers.add(KafkaRecords.header(WireHeader.DLT_REASON, cut(why)));
    headers.add(KafkaRecords.header(WireHeader.DLT_TOPIC, record.topic()));
    headers.add(
        KafkaRecords.header(WireHeader.DLT_PARTITION, Integer.toString(record.partition())));
    headers.add(KafkaRecords.header(WireHeader.DLT_OFFSET, Long.toString(record.offset())));
    return new ProducerRecord<>(
        Topics.deadLetters(record.topic()),
        null,
        record.key(),
        whole ? record.value() : null,
        headers);
  }

  private static String cut(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 3) + "...";
  }
}
