package io.palinode.server.transport.kafka;

import static io.palinode.server.transport.kafka.TestKafka.LIMIT;
import static io.palinode.server.transport.kafka.TestKafka.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.message.WireRecord;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaInputFeedTest {
  private final RecordingListener listener = new RecordingListener();

  @Test
  void shouldDeliverFromTheBeginningWhenNothingWasReadBefore(TestKafka kafka) {
    kafka.withShards(2);
    kafka.write(kafka.partition(Source.STARTS, 1), numbered("start", 0, 3));
    kafka.write(kafka.partition(Source.REPLIES, 1), numbered("reply", 0, 2));

    kafka.feed().open(1, InputPosition.BEGINNING, listener);

    listener.awaitRecords(5);
    assertThat(listener.opened()).containsExactly(new InputPosition(3, 2));
    assertThat(listener.values(Source.STARTS)).containsExactly("start0", "start1", "start2");
    assertThat(listener.values(Source.REPLIES)).containsExactly("reply0", "reply1");
    var first = listener.records().get(0).record();
    assertThat(first.key()).isEqualTo("saga0");
    assertThat(first.headers()).containsExactlyEntriesOf(record("saga0", "start0").headers());
  }

  @Test
  void shouldDeliverExactlyFromThePositionWhenOneIsGiven(TestKafka kafka) {
    kafka.withShards(1);
    kafka.write(kafka.partition(Source.STARTS, 0), numbered("start", 0, 5));
    kafka.write(kafka.partition(Source.REPLIES, 0), numbered("reply", 0, 5));

    kafka.feed().open(0, new InputPosition(3, 5), listener);

    listener.awaitRecords(2);
    kafka.write(kafka.partition(Source.REPLIES, 0), numbered("reply", 5, 6));
    listener.awaitRecords(3);
    assertThat(listener.records().stream().map(InputRecord::offset)).containsExactly(3L, 4L, 5L);
    assertThat(listener.values(Source.STARTS)).containsExactly("start3", "start4");
    assertThat(listener.values(Source.REPLIES)).containsExactly("reply5");
  }

  @Test
  void shouldSayOnceThatTheBacklogIsReadWhenItIs(TestKafka kafka) {
    kafka.withShards(1);
    kafka.write(kafka.partition(Source.STARTS, 0), numbered("start", 0, 4));

    kafka.feed().open(0, InputPosition.BEGINNING, listener);

    await().atMost(LIMIT).until(() -> !listener.caughtUpAfter().isEmpty());
    kafka.write(kafka.partition(Source.STARTS, 0), numbered("start", 4, 5));
    listener.awaitRecords(5);
    assertThat(listener.caughtUpAfter()).containsExactly(4);
  }

  private static List<WireRecord> numbered(String prefix, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> record("saga" + i, prefix + i)).toList();
  }
}
