package io.palinode.client.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.kafka.KafkaFixture;
import io.palinode.message.Payload;
import io.palinode.message.ReportWriter;
import io.palinode.message.ReportWriter.Reached;
import io.palinode.message.SagaStatus;
import io.palinode.message.WireRecord;

/** Reports what a test tells it to, as the orchestrator would. */
record TinyOrchestrator(KafkaFixture kafka) {

  void report(String sagaId, SagaStatus status, Payload data) {
    WireRecord report =
        new ReportWriter(kafka.topics().namespace())
            .report(
                sagaId,
                "place-order",
                1,
                new Reached(status, 1_000, null),
                data,
                "[]".getBytes(UTF_8));
    kafka.send(kafka.topics().events(), report);
  }

  void brief(String sagaId, SagaStatus status) {
    kafka.send(
        kafka.topics().events(),
        new ReportWriter(kafka.topics().namespace())
            .brief(sagaId, new Reached(status, 1_000, null)));
  }
}
