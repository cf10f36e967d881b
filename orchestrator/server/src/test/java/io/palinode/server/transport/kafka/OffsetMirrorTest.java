package io.palinode.server.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetMirrorTest {
  private static final Topics SHOP = new Topics("shop");

  private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("none") {
        @Override
        public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
          commits.add(Map.copyOf(offsets));
        }
      };
  private long nanos;

  private final OffsetMirror mirror = new OffsetMirror(consumer, "this-one", () -> nanos);
  private final ShardReading reading =
      new ShardReading(3, SHOP, InputPosition.BEGINNING, new RecordingListener(), () -> 0);

  @Test
  void shouldLeaveTheInstallationsMarkBesideTheOffsets() {
    mirror.note(3, new InputPosition(5, 7));

    after(Duration.ofSeconds(5));

    assertThat(commits).containsExactly(offsets());
  }

  @Test
  void shouldCommitAgainOnceADayWhatKafkaWouldForget() {
    mirror.note(3, new InputPosition(5, 7));
    after(Duration.ofHours(1));
    after(Duration.ofHours(22));
    assertThat(commits).hasSize(1);

    after(Duration.ofHours(1));
    after(Duration.ofHours(23));
    after(Duration.ofHours(1));

    assertThat(commits).containsExactly(offsets(), offsets(), offsets());
  }

  @Test
  void shouldForgetAShardThatIsAnothers() {
    mirror.note(3, new InputPosition(5, 7));
    mirror.commitLast(reading);

    nanos = Duration.ofDays(2).toNanos();
    mirror.commitNowAndThen(List.of());

    assertThat(commits).containsExactly(offsets());
  }

  private void after(Duration time) {
    nanos += time.toNanos();
    mirror.commitNowAndThen(List.of(reading));
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets() {
    return Map.of(
        new TopicPartition("shop.starts", 3), new OffsetAndMetadata(5, "this-one"),
        new TopicPartition("shop.replies", 3), new OffsetAndMetadata(7, "this-one"));
  }
}
