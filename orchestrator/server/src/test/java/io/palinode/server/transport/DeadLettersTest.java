package io.palinode.server.transport;

import static io.palinode.server.transport.InputRecord.Source.REPLIES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
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
}
