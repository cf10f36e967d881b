package io.palinode.client.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palinode.client.SagaClient;
import io.palinode.client.SagaClientClosed;
import io.palinode.client.SagaHandle;
import io.palinode.kafka.KafkaFixture;
import io.palinode.kafka.KafkaRecords;
import io.palinode.kafka.KafkaUnreachable;
import io.palinode.kafka.SharedBroker;
import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaSagaClientTest {
  private static final PayloadCodec CODEC = new PayloadCodec();
  private static final Order ORDER = new Order("book", 3);

  private KafkaFixture kafka;
  private TinyOrchestrator orchestrator;

  record Order(String sku, int quantity) {}

  @BeforeEach
  void useBroker(KafkaFixture fixture) {
    kafka = fixture;
    orchestrator = new TinyOrchestrator(fixture);
  }

  @Test
  void shouldStartASagaAndTellHowItEnded()
      throws ExecutionException, InterruptedException, TimeoutException {
    kafka.createOrchestratorTopics();
    try (SagaClient sagas = KafkaSagaClient.connect(kafka.settings())) {
      SagaHandle handle = sagas.start("order-4711", "place-order", ORDER);
      handle.accepted().get(30, TimeUnit.SECONDS);
      assertThat(requests(1))
          .containsExactly(new SagaRequest.Start("order-4711", "place-order", CODEC.encode(ORDER)));

      orchestrator.report("order-4711", SagaStatus.COMPLETED, CODEC.encode(ORDER));

      SagaReport report = handle.outcome().get(30, TimeUnit.SECONDS);
      assertThat(report.status()).isEqualTo(SagaStatus.COMPLETED);
      assertThat(report.data()).hasToString("{\"sku\":\"book\",\"quantity\":3}");
    }
  }

  @Test
  void shouldMissNothingThatIsReportedAfterItConnected()
      throws ExecutionException, InterruptedException, TimeoutException {
    kafka.createOrchestratorTopics();
    orchestrator.brief("order-1", SagaStatus.REFUSED);
    try (SagaClient sagas = KafkaSagaClient.connect(kafka.settings())) {
      List<CompletableFuture<SagaReport>> outcomes = new ArrayList<>();
      for (int order = 1; order <= 20; order++) {
        outcomes.add(sagas.start("order-" + order, "place-order", ORDER).outcome());
        orchestrator.brief("order-" + order, SagaStatus.COMPLETED);
      }

      for (CompletableFuture<SagaReport> outcome : outcomes) {
        assertThat(outcome.get(30, TimeUnit.SECONDS).status()).isEqualTo(SagaStatus.COMPLETED);
      }
      await().until(() -> sagas.open() == 0);
    }
  }

  @Test
  void shouldSkipAReportThatItCannotRead()
      throws ExecutionException, InterruptedException, TimeoutException {
    kafka.createOrchestratorTopics();
    try (SagaClient sagas = KafkaSagaClient.connect(kafka.settings())) {
      SagaHandle handle = sagas.follow("order-1");
      kafka.send(
          new ProducerRecord<>(
              kafka.topics().events(), "order-1".getBytes(UTF_8), "no json".getBytes(UTF_8)));
      kafka.send(new ProducerRecord<>(kafka.topics().events(), null, "no key".getBytes(UTF_8)));
      orchestrator.brief("order-1", SagaStatus.COMPENSATED);

      assertThat(handle.outcome().get(30, TimeUnit.SECONDS).status())
          .isEqualTo(SagaStatus.COMPENSATED);
    }
  }

  @Test
  void shouldFinishItsStartsBeforeItCloses() {
    kafka.createOrchestratorTopics();
    List<SagaHandle> handles = new ArrayList<>();
    try (SagaClient sagas = KafkaSagaClient.connect(kafka.settings())) {
      for (int order = 0; order < 1_000; order++) {
        handles.add(sagas.start("order-" + order, "place-order", ORDER));
      }
    }

    assertThat(handles).allSatisfy(handle -> assertThat(handle.accepted()).isCompleted());
    assertThat(handles)
        .allSatisfy(
            handle ->
                assertThat(handle.outcome())
                    .failsWithin(0, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(SagaClientClosed.class));
    assertThat(requests(1_000)).hasSize(1_000);
  }

  @Test
  void shouldCloseFromItsOwnThread()
      throws ExecutionException, InterruptedException, TimeoutException {
    kafka.createOrchestratorTopics();
    SagaClient sagas = KafkaSagaClient.connect(kafka.settings());
    CompletableFuture<Void> closed =
        sagas.follow("order-1").outcome().thenAccept(report -> sagas.close());

    orchestrator.brief("order-1", SagaStatus.COMPLETED);

    closed.get(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> sagas.follow("order-1")).isInstanceOf(SagaClientClosed.class);
  }

  @Test
  void shouldSayThatTheOrchestratorsTopicsAreMissing() {
    assertThatThrownBy(
            () -> KafkaSagaClient.connect(kafka.settings("saga.connect.timeout", "10ms")))
        .isInstanceOf(KafkaUnreachable.class)
        .hasMessageContaining(
            "The topic %s is not there; the orchestrator makes it when it starts."
                .formatted(kafka.topics().starts()));
  }

  @Test
  void shouldRefuseSettingsThatItsPromisesDoNotSurvive() {
    kafka.createOrchestratorTopics();

    assertThatThrownBy(() -> KafkaSagaClient.connect(kafka.settings("kafka.acks", "1")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("kafka.acks is '1'; Palinode sets it to 'all'");
    assertThatThrownBy(
            () -> KafkaSagaClient.connect(kafka.settings("kafka.security.protocol", "NO")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("security.protocol");
  }

  private List<SagaRequest> requests(int count) {
    return kafka.read(kafka.topics().starts(), count).stream()
        .map(record -> SagaRequest.from(KafkaRecords.incoming(record)))
        .toList();
  }
}
