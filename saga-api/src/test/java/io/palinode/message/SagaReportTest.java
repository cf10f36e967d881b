package io.palinode.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.ReportWriter.Reached;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SagaReportTest {
  private static final ReportWriter WRITER = new ReportWriter("shop");
  private static final Reason REASON = new Reason("CARD_REFUSED", "No \"money\".");
  private static final String HISTORY =
      "[{\"at\":1000,\"events\":[{\"event\":\"started\"},"
          + "{\"event\":\"issued\",\"step\":\"charge-card\",\"direction\":\"action\",\"attempt\":1}]},"
          + "{\"at\":2000,\"events\":[{\"event\":\"rejected\",\"step\":\"charge-card\","
          + "\"direction\":\"action\",\"attempt\":1,"
          + "\"reason\":{\"code\":\"CARD_REFUSED\",\"text\":\"No \\\"money\\\".\"}}]}]";
  private static final String GOLDEN =
      "{\"sagaId\":\"order-1\",\"status\":\"compensated\",\"at\":2000,"
          + "\"reason\":{\"code\":\"CARD_REFUSED\",\"text\":\"No \\\"money\\\".\"},"
          + "\"saga\":\"place-order\",\"version\":3,\"data\":{\"cents\":1},\"history\":"
          + HISTORY
          + "}";

  @Test
  void shouldFreezeAReport() {
    WireRecord record =
        WRITER.report(
            "order-1",
            "place-order",
            3,
            new Reached(SagaStatus.COMPENSATED, 2000, REASON),
            new Payload("order", "{\"cents\":1}".getBytes(UTF_8)),
            HISTORY.getBytes(UTF_8));

    assertThat(record.key()).isEqualTo("order-1");
    assertThat(record.headers())
        .isEqualTo(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "order-1/compensated/2000",
                "ce_source", "/palinode/shop",
                "ce_type", "io.palinode.saga.compensated",
                "ce_subject", "order-1",
                "ce_time", "1970-01-01T00:00:02Z",
                "content-type", "application/json"));
    assertThat(new String(record.value(), UTF_8)).isEqualTo(GOLDEN);
  }

  @Test
  void shouldReadAFrozenReport() {
    SagaReport report =
        SagaReport.from(new WireRecord("order-1", Map.of(), GOLDEN.getBytes(UTF_8)));

    assertThat(report.sagaId()).isEqualTo("order-1");
    assertThat(report.saga()).isEqualTo("place-order");
    assertThat(report.version()).isEqualTo(3);
    assertThat(report.status()).isEqualTo(SagaStatus.COMPENSATED);
    assertThat(report.atMillis()).isEqualTo(2000);
    assertThat(report.reason()).isEqualTo(REASON);
    assertThat(report.data()).hasToString("{\"cents\":1}");
    assertThat(report.history())
        .containsExactly(
            new HistoryEntry(1000, "started", null, null, 0, null),
            new HistoryEntry(1000, "issued", "charge-card", Direction.ACTION, 1, null),
            new HistoryEntry(2000, "rejected", "charge-card", Direction.ACTION, 1, REASON));
  }

  @Test
  void shouldFreezeABriefReport() {
    WireRecord record = WRITER.brief("order-1", new Reached(SagaStatus.UNKNOWN, 0, null));

    assertThat(new String(record.value(), UTF_8))
        .isEqualTo("{\"sagaId\":\"order-1\",\"status\":\"unknown\",\"at\":0}");
    assertThat(SagaReport.from(record))
        .isEqualTo(
            new SagaReport("order-1", null, 0, SagaStatus.UNKNOWN, 0, null, null, List.of()));
  }

  @Test
  void shouldReadAReportOfANewerWriter() {
    String newer =
        "{\"sagaId\":\"order-1\",\"status\":\"running\",\"at\":5,\"shard\":3,"
            + "\"history\":[{\"at\":5,\"events\":[{\"event\":\"forked\",\"branch\":2}]}]}";

    assertThat(SagaReport.from(new WireRecord("order-1", Map.of(), newer.getBytes(UTF_8))))
        .isEqualTo(
            new SagaReport(
                "order-1",
                null,
                0,
                SagaStatus.RUNNING,
                5,
                null,
                null,
                List.of(new HistoryEntry(5, "forked", null, null, 0, null))));
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadEveryStatusByItsWord(SagaStatus status) {
    assertThat(SagaStatus.of(status.word())).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "COMPENSATED", "REFUSED"})
  void shouldEndWithTheseAndNoOthers(SagaStatus status) {
    assertThat(status.ended()).isTrue();
    assertThat(List.of(SagaStatus.values())).filteredOn(SagaStatus::ended).hasSize(3);
  }

  @Test
  void shouldCutAReasonThatIsTooLong() {
    Reason reason = new Reason("C".repeat(65), "t".repeat(1_001));

    assertThat(reason.code()).hasSize(64).endsWith("C...");
    assertThat(reason.text()).hasSize(1_000).endsWith("t...");
    assertThat(reason).hasToString(reason.code() + ": " + reason.text());
    assertThat(new Reason("BUSY", "")).hasToString("BUSY");
  }
}
