package io.palinode.server.transport.kafka;

import static io.palinode.server.journal.InputPosition.BEGINNING;
import static io.palinode.server.transport.InputRecord.Source.REPLIES;
import static io.palinode.server.transport.InputRecord.Source.STARTS;
import static io.palinode.server.transport.kafka.TestKafka.LIMIT;
import static io.palinode.server.transport.kafka.TestKafka.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.message.Topics;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputListener;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.RecordingListener;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code TransportContract} cannot ask of a transport in memory. */
@ExtendWith(SharedBroker.class)
class KafkaInputFeedTest {
  private final RecordingListener listener = new RecordingListener();
  private final RecordingListener other = new RecordingListener();

  @Test
  void shouldHandOverManyRecordsInOneCallToEachShard(TestKafka kafka) {
    kafka.withShards(2);
    kafka.write(kafka.partition(REPLIES, 0), numbered("zero", 0, 1_000));
    kafka.write(kafka.partition(REPLIES, 1), numbered("one", 0, 1_000));
    var feed = kafka.feed();

    feed.open(0, BEGINNING, listener);
    feed.open(1, BEGINNING, other);

    await()
        .atMost(LIMIT)
        .until(() -> listener.records().size() == 1_000 && other.records().size() == 1_000);
    assertThat(listener.values(REPLIES)).allMatch(value -> value.startsWith("zero"));
    assertThat(other.values(REPLIES)).allMatch(value -> value.startsWith("one"));
    assertThat(listener.calls()).hasSizeLessThan(20);
    assertThat(other.calls()).hasSizeLessThan(20);
  }

  @Test
  void shouldFailWhenTheTopicWasMadeAnew(TestKafka kafka) {
    kafka.withShards(1);
    kafka.write(kafka.partition(STARTS, 0), numbered("old", 0, 5));
    kafka.recreateTopic(kafka.topics().starts(), 1);
    kafka.write(kafka.partition(STARTS, 0), numbered("new", 0, 2));

    kafka.feed().open(0, new InputPosition(5, InputPosition.NONE), listener);

    await().atMost(LIMIT).until(() -> !listener.failures().isEmpty());
    assertThat(listener.failures())
        .singleElement()
        .asString()
        .contains(kafka.topics().starts() + " partition 0", "offset 5", "offsets 0 to 2");
    assertThat(listener.records()).isEmpty();
  }

  @Test
  void shouldFailTheShardAndNoOtherWhenRecordsVanishWhileItReads(TestKafka kafka) {
    kafka.withShards(2);
    var feed = kafka.feed();
    feed.open(0, BEGINNING, listener);
    feed.open(1, BEGINNING, other);
    feed.pause(0, REPLIES);
    await().atMost(LIMIT).until(() -> !other.opened().isEmpty());
    kafka.write(kafka.partition(REPLIES, 0), numbered("lost", 0, 10));
    kafka.deleteRecordsBefore(kafka.partition(REPLIES, 0), 6);

    feed.resume(0, REPLIES);

    await().atMost(LIMIT).until(() -> !listener.failures().isEmpty());
    assertThat(listener.failures())
        .singleElement()
        .asString()
        .contains(kafka.topics().replies() + " partition 0", "offset 0", "offsets 6 to 10");
    kafka.write(kafka.partition(REPLIES, 1), numbered("fine", 0, 1));
    await().atMost(LIMIT).until(() -> other.records().size() == 1);
    assertThat(listener.records()).isEmpty();
    assertThat(other.failures()).isEmpty();
  }

  @Test
  void shouldLeaveOutWhatWasAbortedAndStillSeeTheEndOfTheBacklog(TestKafka kafka) {
    kafka.withShards(1);
    kafka.writeInTransaction(kafka.partition(REPLIES, 0), numbered("kept", 0, 3), true);
    kafka.writeInTransaction(kafka.partition(REPLIES, 0), numbered("aborted", 0, 3), false);

    kafka.feed().open(0, BEGINNING, listener);

    await().atMost(LIMIT).until(() -> !listener.caughtUpAfter().isEmpty());
    assertThat(listener.values(REPLIES)).containsExactly("kept0", "kept1", "kept2");
    assertThat(listener.opened()).containsExactly(new InputPosition(0, 8));
    assertThat(listener.caughtUpAfter()).containsExactly(3);
  }

  @Test
  void shouldShowTheProgressOfEveryNodeToLagTools(TestKafka kafka) {
    kafka.withShards(2);
    assertThat(kafka.committedOffsets()).isEmpty();
    var oneNode = kafka.feed();
    var otherNode = kafka.feed();
    oneNode.open(0, BEGINNING, listener);
    otherNode.open(1, BEGINNING, other);
    await().atMost(LIMIT).until(() -> !listener.opened().isEmpty() && !other.opened().isEmpty());

    oneNode.progress(0, new InputPosition(11, InputPosition.NONE));
    otherNode.progress(1, new InputPosition(12, 13));
    oneNode.close();
    otherNode.close();

    assertThat(kafka.committedOffsets())
        .isEqualTo(
            Map.of(
                kafka.partition(STARTS, 0), new OffsetAndMetadata(11, TestKafka.INSTANCE),
                kafka.partition(STARTS, 1), new OffsetAndMetadata(12, TestKafka.INSTANCE),
                kafka.partition(REPLIES, 1), new OffsetAndMetadata(13, TestKafka.INSTANCE)));
  }

  @Test
  void shouldFailOnlyTheShardWhoseListenerThrows(TestKafka kafka) {
    kafka.withShards(2);
    var feed = kafka.feed();
    var faulty = new FaultyListener(listener);
    feed.open(0, BEGINNING, faulty);
    feed.open(1, BEGINNING, other);
    kafka.write(kafka.partition(STARTS, 0), numbered("start", 0, 1));
    await().atMost(LIMIT).until(() -> !listener.failures().isEmpty());

    kafka.write(kafka.partition(STARTS, 1), numbered("start", 0, 1));

    await().atMost(LIMIT).until(() -> other.records().size() == 1);
    assertThat(listener.failures()).singleElement().asString().contains("cannot take it");
  }

  @Test
  void shouldFailEveryShardAndServeTheNextOpeningWhenTheClientBreaks() {
    var topics = new Topics("mock");
    var consumer = new MockConsumer<byte[], byte[]>("none");
    for (String topic : List.of(topics.starts(), topics.replies())) {
      consumer.updateBeginningOffsets(Map.of(new TopicPartition(topic, 0), 0L));
      consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 0L));
    }
    try (var feed = feed(consumer, topics)) {
      consumer.schedulePollTask(
          () -> {
            throw new IllegalStateException("broken client");
          });

      feed.open(0, BEGINNING, listener);
      await().atMost(LIMIT).until(() -> !listener.failures().isEmpty());
      feed.open(0, BEGINNING, other);

      await().atMost(LIMIT).until(() -> !other.caughtUpAfter().isEmpty());
      assertThat(listener.failures()).singleElement().asString().contains("broken client");
      assertThat(other.failures()).isEmpty();
    }
  }

  private static KafkaInputFeed feed(MockConsumer<byte[], byte[]> consumer, Topics topics) {
    var orders = new FeedOrders(consumer);
    var mirror = new OffsetMirror(consumer, "", () -> 0);
    var start = new StartingPoint(consumer, "nowhere");
    var ends = new ReplyEnds(KafkaInputFeedTest::noAdmin, IsolationLevel.READ_COMMITTED, orders);
    var shards = new OpenShards(consumer, start, mirror, ends, topics);
    return KafkaInputFeed.start(consumer, orders, shards, mirror);
  }

  private static Admin noAdmin() {
    throw new KafkaException("nobody is to be asked");
  }

  @Test
  void shouldTakeTheLastOfTwoHeadersWithOneName(TestKafka kafka) {
    kafka.withShards(1);
    TopicPartition partition = kafka.partition(STARTS, 0);
    kafka.writeWithHeaders(partition, List.of("h=first", "g=only", "h=läst"));

    kafka.feed().open(0, BEGINNING, listener);

    await().atMost(LIMIT).until(() -> listener.records().size() == 1);
    assertThat(listener.records().get(0).record().headers())
        .isEqualTo(Map.of("h", "läst", "g", "only"));
  }

  private record FaultyListener(RecordingListener delegate) implements InputListener {
    @Override
    public void caughtUp() {}

    @Override
    public void opened(InputPosition backlogEnd) {
      delegate.opened(backlogEnd);
    }

    @Override
    public void arrived(List<InputRecord> records) {
      throw new IllegalStateException("cannot take it");
    }

    @Override
    public void failed(String why) {
      delegate.failed(why);
    }
  }
}
