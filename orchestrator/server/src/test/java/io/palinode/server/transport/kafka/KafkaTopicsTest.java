package io.palinode.server.transport.kafka;

import static io.palinode.server.transport.kafka.TestKafka.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.palinode.embedded.faults.TcpProxy;
import io.palinode.kafka.KafkaUnreachable;
import io.palinode.settings.TopicMode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SharedBroker.class)
class KafkaTopicsTest {
  @Test
  void shouldMakeWhatIsMissing(TestKafka kafka) {
    topics(kafka, 4).prepare(TopicMode.CREATE, LIMIT);

    String ns = kafka.topics().namespace();
    assertThat(kafka.topicsOfNamespace())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                ns + ".starts", 4,
                ns + ".replies", 4,
                ns + ".events", 4,
                ns + ".commands.stock", 2,
                ns + ".starts-dlt", 4,
                ns + ".replies-dlt", 4,
                ns + ".events-dlt", 4,
                ns + ".commands.stock-dlt", 2));
  }

  @Test
  void shouldSeeToTheTopicsWhoseRecordsStartSagas(TestKafka kafka) {
    String orders = kafka.topics().namespace() + ".orders";
    TopicPlan plan =
        new TopicPlan(
            kafka.topics(), 1, Map.of(), Map.of(orders, 3), Map.of(), TopicPlan.BROKER_DEFAULT);
    var topics = new KafkaTopics(kafka.clients(), plan);
    assertThatExceptionOfType(TopicsRefused.class)
        .isThrownBy(() -> topics.prepare(TopicMode.VERIFY, LIMIT))
        .withMessageContainingAll(orders, orders + "-dlt");

    topics.prepare(TopicMode.CREATE, LIMIT);

    assertThat(kafka.topicsOfNamespace())
        .containsEntry(orders, 3)
        .containsEntry(orders + "-dlt", 3);
    assertThat(plan.published()).contains(kafka.topics().starts()).doesNotContain(orders);
  }

  /** Whatever the policy: what is sent before that may be refused for ever, out of order. */
  @ParameterizedTest
  @EnumSource(TopicMode.class)
  void shouldHearOfTheLeadersBeforeAnythingIsSent(TopicMode policy, TestKafka kafka)
      throws JMException {
    topics(kafka, 2).prepare(TopicMode.CREATE, LIMIT);
    long before = asked("ListOffsets");

    int times = 10;
    for (int time = 0; time < times; time++) {
      topics(kafka, 2).prepare(policy, LIMIT);
    }

    await("the broker counts a request a moment after it has answered")
        .untilAsserted(
            () -> assertThat(asked("ListOffsets")).isGreaterThanOrEqualTo(before + times));
  }

  @Test
  void shouldAlterNothingThatIsThere(TestKafka kafka) {
    kafka.createTopic(kafka.topics().events(), 1);
    topics(kafka, 4).prepare(TopicMode.CREATE, LIMIT);
    var before = kafka.topicsOfNamespace();

    topics(kafka, 4).prepare(TopicMode.CREATE, LIMIT);
    topics(kafka, 4).prepare(TopicMode.VERIFY, LIMIT);

    assertThat(kafka.topicsOfNamespace())
        .isEqualTo(before)
        .containsEntry(kafka.topics().events(), 1);
  }

  @Test
  void shouldRefuseTopicsWithAnotherNumberOfPartitionsThanShards(TestKafka kafka) {
    topics(kafka, 4).prepare(TopicMode.CREATE, LIMIT);

    for (TopicMode policy : TopicMode.values()) {
      assertThatExceptionOfType(TopicsRefused.class)
          .isThrownBy(() -> topics(kafka, 8).prepare(policy, LIMIT))
          .withMessageContainingAll(
              kafka.topics().namespace(), "has 4 partitions", "expected 8", "until it has 8");
      assertThatExceptionOfType(TopicsRefused.class)
          .isThrownBy(() -> topics(kafka, 2).prepare(policy, LIMIT))
          .withMessageContainingAll("has 4 partitions", "expected 2", "reshard --to 4");
    }
  }

  @Test
  void shouldMakeNothingBesideATopicThatDoesNotFit(TestKafka kafka) {
    kafka.createTopic(kafka.topics().replies(), 3);

    assertThatExceptionOfType(TopicsRefused.class)
        .isThrownBy(() -> topics(kafka, 2).prepare(TopicMode.CREATE, LIMIT))
        .withMessageContaining("has 3 partitions");

    assertThat(kafka.topicsOfNamespace()).hasSize(1);
  }

  @Test
  void shouldNameWhatIsMissingWhenToldToVerify(TestKafka kafka) {
    kafka.withShards(2);

    assertThatExceptionOfType(TopicsRefused.class)
        .isThrownBy(() -> topics(kafka, 2).prepare(TopicMode.VERIFY, LIMIT))
        .withMessageContaining(kafka.topics().events())
        .withMessageContaining(kafka.topics().commands("stock"));
    assertThat(kafka.topicsOfNamespace()).hasSize(2);
  }

  @Test
  void shouldMakeNothingWhenToldToLeaveTopicsAlone(TestKafka kafka) {
    topics(kafka, 2).prepare(TopicMode.NONE, LIMIT);

    assertThat(kafka.topicsOfNamespace()).isEmpty();
  }

  @Test
  void shouldNameTheAddressWhenKafkaDoesNotAnswerInTime(TestKafka kafka) {
    var nowhere = TestKafka.clients("127.0.0.1:1", Map.of());
    var topics = new KafkaTopics(nowhere, plan(kafka, 2));

    assertThatExceptionOfType(KafkaUnreachable.class)
        .isThrownBy(() -> topics.prepare(TopicMode.NONE, Duration.ofSeconds(1)))
        .withMessageContaining("127.0.0.1:1");
  }

  /** The clients' own time-outs let go of such a connection later than this limit. */
  @Test
  void shouldNotBeHeldUpByItsFirstConnectionWhenThatGoesDead(TestKafka kafka) {
    String address = kafka.clients().bootstrapServers();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    try (var line = TcpProxy.to(port)) {
      line.dropResponses();
      var clients = TestKafka.clients(line.address(), Map.of());
      var prepared =
          CompletableFuture.runAsync(
              () ->
                  new KafkaTopics(clients, plan(kafka, 2))
                      .prepare(TopicMode.NONE, Duration.ofSeconds(25)));
      await().atMost(LIMIT).until(() -> line.lost() > 0);

      line.heal();

      assertThat(prepared).succeedsWithin(LIMIT);
    }
  }

  /** How many requests of a kind the broker, which is in this JVM, has had. */
  private static long asked(String kind) throws JMException {
    var broker = ManagementFactory.getPlatformMBeanServer();
    var ofEachVersion =
        new ObjectName(
            "kafka.network:type=RequestMetrics,name=RequestsPerSec,request=%s,*".formatted(kind));
    long asked = 0;
    for (ObjectName counter : broker.queryNames(ofEachVersion, null)) {
      asked += (Long) broker.getAttribute(counter, "Count");
    }
    return asked;
  }

  private static KafkaTopics topics(TestKafka kafka, int shards) {
    return new KafkaTopics(kafka.clients(), plan(kafka, shards));
  }

  private static TopicPlan plan(TestKafka kafka, int shards) {
    return new TopicPlan(
        kafka.topics(), shards, Map.of("stock", 2), Map.of(), Map.of(), TopicPlan.BROKER_DEFAULT);
  }
}
