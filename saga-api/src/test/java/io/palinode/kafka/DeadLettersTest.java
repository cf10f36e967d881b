package io.palinode.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final byte[] NO_TEXT = {(byte) 0xff, 0, (byte) 0xfe};

  @Test
  void shouldKeepTheRecordToTheByteAndSayWhyAndFromWhere() {
    ConsumerRecord<byte[], byte[]> record = record(NO_TEXT, new byte[] {1, 2});
    record.headers().add("palinode-command", NO_TEXT);

    ProducerRecord<byte[], byte[]> dead = DeadLetters.of(record, "It makes no sense.");

    assertThat(dead.topic()).isEqualTo("palinode.replies-dlt");
    assertThat(dead.partition()).isNull();
    assertThat(dead.key()).isEqualTo(NO_TEXT);
    assertThat(dead.value()).isEqualTo(new byte[] {1, 2});
    assertThat(dead.headers().lastHeader("palinode-command").value()).isEqualTo(NO_TEXT);
    assertThat(added(dead))
        .isEqualTo(
            Map.of(
                "palinode-dlt-reason", "It makes no sense.",
                "palinode-dlt-topic", "palinode.replies",
                "palinode-dlt-partition", "3",
                "palinode-dlt-offset", "17"));
  }

  @Test
  void shouldLeaveOutAValueThatKafkaMightRefuseAgain() {
    ProducerRecord<byte[], byte[]> dead =
        DeadLetters.of(record(null, new byte[900_001]), "x".repeat(1_000));

    assertThat(dead.key()).isNull();
    assertThat(dead.value()).isNull();
    assertThat(added(dead).get("palinode-dlt-reason"))
        .startsWith("(Value of 900,001 bytes left out.) xxx")
        .endsWith("x...")
        .hasSize(1_000);
  }

  private static Map<String, String> added(ProducerRecord<byte[], byte[]> dead) {
    Map<String, String> added = new TreeMap<>();
    dead.headers().forEach(header -> added.put(header.key(), new String(header.value(), UTF_8)));
    added.keySet().removeIf(name -> !name.startsWith("palinode-dlt-"));
    return added;
  }

  private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
    return new ConsumerRecord<>("palinode.replies", 3, 17, key, value);
  }
}
