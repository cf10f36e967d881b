package io.palinode.server.transport;

import static io.palinode.server.transport.InputRecord.Source.REPLIES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private final DeadLetters deadLetters = new DeadLetters(new Topics("shop"));

  @Test
  void shouldKeepTheRecordAndAddWhereItCameFromAndWhy() {
    var reply = new WireRecord("saga", Map.of("traceparent", "00-1"), "{".getBytes(UTF_8));

    var letter = deadLetters.letter(new InputRecord(REPLIES, 17, reply), 3, "No command id.");

    assertThat(letter.key()).isEqualTo("saga");
    assertThat(letter.value()).isSameAs(reply.value());
    assertThat(letter.headers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "traceparent", "00-1",
                "palinode-dlt-reason", "No command id.",
                "palinode-dlt-topic", "shop.replies",
                "palinode-dlt-partition", "3",
                "palinode-dlt-offset", "17"));
    assertThat(deadLetters.topic(REPLIES)).isEqualTo("shop.replies-dlt");
  }

  @Test
  void shouldLeaveOutWhatKafkaMightRefuse() {
    String huge = "x".repeat(900_001);
    byte[] value = {1};

    assertThat(letter(new WireRecord("saga", Map.of("a", "b"), huge.getBytes(UTF_8))))
        .isEqualTo("saga [a] null: (Only a part of 900,007 bytes.) No.");
    assertThat(letter(new WireRecord("saga", Map.of("a", huge), value)))
        .isEqualTo("saga [] null: (Only a part of 900,007 bytes.) No.");
    assertThat(letter(new WireRecord(huge, Map.of(), value)))
        .isEqualTo("null [] null: (Only a part of 900,002 bytes.) No.");
  }

  @Test
  void shouldCutALongReason() {
    var start = new WireRecord("saga", Map.of(), null);

    WireRecord letter =
        deadLetters.letter(new InputRecord(REPLIES, 1, start), 0, "x".repeat(1_001));

    assertThat(letter.headers().get(WireHeader.DLT_REASON)).hasSize(1_000);
  }

  private String letter(WireRecord record) {
    WireRecord letter = deadLetters.letter(new InputRecord(REPLIES, 17, record), 3, "No.");
    List<String> own =
        letter.headers().keySet().stream()
            .filter(each -> !each.startsWith("palinode-dlt"))
            .toList();
    String value = letter.value() == null ? "null" : "value";
    String reason = letter.headers().get(WireHeader.DLT_REASON);
    return "%s %s %s: %s".formatted(letter.key(), own, value, reason);
  }
}
