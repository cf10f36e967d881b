package io.palinode.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back the same, and the words on the wire are these for good. */
class MessageRoundTripTest {
  private static final CommandId CHARGE = new CommandId("order-1", "charge-card", Direction.ACTION);
  private static final Payload CARD = new Payload("charge-card", "{\"cents\":1}".getBytes(UTF_8));
  private static final Reason REASON = new Reason("CARD_REFUSED", "Kein Geld, sagt „die Bank“.");

  @Test
  void shouldFreezeACommand() {
    CommandMessage command = new CommandMessage(CHARGE, 2, 41, CARD);

    WireRecord record = command.toRecord();

    assertRecord(
        record,
        Map.of(
            "palinode-command", "order-1/charge-card/action",
            "palinode-attempt", "2",
            "palinode-epoch", "41",
            "palinode-type", "charge-card"),
        "{\"cents\":1}");
    assertThat(CommandMessage.from(record)).isEqualTo(command);
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(
            new Succeeded(CARD),
            Map.of("palinode-outcome", "succeeded", "palinode-type", "charge-card"),
            "{\"cents\":1}"),
        Arguments.of(
            new Succeeded(Payload.NONE),
            Map.of("palinode-outcome", "succeeded", "palinode-type", "none"),
            "null"),
        Arguments.of(
            new Rejected(REASON),
            Map.of(
                "palinode-outcome", "rejected",
                "palinode-reason-code", "CARD_REFUSED",
                "palinode-reason", "Kein Geld, sagt „die Bank“.",
                "palinode-type", "none"),
            "null"),
        Arguments.of(
            new TryAgain(REASON, Duration.ofMillis(1500)),
            Map.of(
                "palinode-outcome", "try-again",
                "palinode-reason-code", "CARD_REFUSED",
                "palinode-reason", "Kein Geld, sagt „die Bank“.",
                "palinode-retry-after-ms", "1500",
                "palinode-type", "none"),
            "null"),
        Arguments.of(
            new TryAgain(new Reason("BUSY", ""), null),
            Map.of(
                "palinode-outcome", "try-again",
                "palinode-reason-code", "BUSY",
                "palinode-reason", "",
                "palinode-type", "none"),
            "null"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void shouldFreezeAReply(CommandOutcome outcome, Map<String, String> headers, String value) {
    ReplyMessage reply = new ReplyMessage(CHARGE.opposite(), 3, outcome);

    WireRecord record = reply.toRecord();

    assertThat(record.headers())
        .containsEntry("palinode-command", "order-1/charge-card/compensation")
        .containsEntry("palinode-attempt", "3")
        .containsAllEntriesOf(headers)
        .hasSize(headers.size() + 2);
    assertThat(text(record)).isEqualTo(value);
    assertThat(ReplyMessage.from(record)).isEqualTo(reply);
  }

  @Test
  void shouldFreezeAStart() {
    SagaRequest start = new SagaRequest.Start("order-1", "place-order", CARD);

    WireRecord record = start.toRecord();

    assertRecord(
        record,
        Map.of(
            "palinode-request", "start",
            "palinode-saga", "place-order",
            "palinode-type", "charge-card"),
        "{\"cents\":1}");
    assertThat(SagaRequest.from(record)).isEqualTo(start);
  }

  @Test
  void shouldFreezeARefusal() {
    SagaRequest refuse = new SagaRequest.Refuse("order-1", REASON, 2_000);

    WireRecord record = refuse.toRecord();

    assertRecord(
        record,
        Map.of(
            "palinode-request", "refuse",
            "palinode-reason-code", "CARD_REFUSED",
            "palinode-reason", "Kein Geld, sagt „die Bank“.",
            "palinode-at", "2000",
            "palinode-type", "none"),
        "null");
    assertThat(SagaRequest.from(record)).isEqualTo(refuse);
  }

  @Test
  void shouldFreezeAnInquiry() {
    SagaRequest inquire = new SagaRequest.Inquire("order-1");

    WireRecord record = inquire.toRecord();

    assertRecord(record, Map.of("palinode-request", "inquire", "palinode-type", "none"), "null");
    assertThat(SagaRequest.from(record)).isEqualTo(inquire);
  }

  @Test
  void shouldFreezeARequestToMove() {
    SagaRequest migrate = new SagaRequest.Migrate("order-1", 3);

    WireRecord record = migrate.toRecord();

    assertRecord(
        record,
        Map.of("palinode-request", "migrate", "palinode-version", "3", "palinode-type", "none"),
        "null");
    assertThat(SagaRequest.from(record)).isEqualTo(migrate);
    SagaRequest answered = new SagaRequest.Migrate("order-1", 3, "r-1");
    assertThat(answered.toRecord().headers()).containsEntry("palinode-request-id", "r-1");
    assertThat(SagaRequest.from(answered.toRecord())).isEqualTo(answered);
  }

  @Test
  void shouldFreezeANotice() {
    var writer = new NoticeWriter(new ReportWriter("shop"));
    var reached = new ReportWriter.Reached(SagaStatus.COMPLETED, 1732345678901L, null);

    var once = new NoticeWriter.Occasion(reached, 1);
    WireRecord whole = writer.whole("order-1", once, CARD);
    WireRecord bare = writer.bare("order-1", once, new Reason("NOTICE_NOT_BUILT", "Why."));

    Map<String, String> common =
        Map.of(
            "ce_specversion", "1.0",
            "ce_id", "order-1/completed/1732345678901/notice",
            "ce_source", "/palinode/shop",
            "ce_subject", "order-1",
            "ce_time", "2024-11-23T07:07:58.901Z",
            "content-type", "application/json");
    Map<String, String> headers = new HashMap<>(common);
    headers.putAll(Map.of("ce_type", CARD.type(), "palinode-type", CARD.type()));
    assertRecord(whole, headers, CARD.text());
    headers = new HashMap<>(common);
    headers.put("ce_type", "io.palinode.saga.completed");
    headers.putAll(Map.of("palinode-reason-code", "NOTICE_NOT_BUILT", "palinode-reason", "Why."));
    assertRecord(
        bare, headers, "{\"sagaId\":\"order-1\",\"status\":\"completed\",\"at\":1732345678901}");
    assertThat(writer.whole("order-1", new NoticeWriter.Occasion(reached, 2), CARD).headers())
        .containsEntry("ce_id", "order-1/completed/1732345678901/notice/2");
  }

  @Test
  void shouldFreezeADecision() {
    SagaControl decide =
        new SagaControl.Decide("order-1", "r-1", "approve[2]", "grant", "Eve", "She is known.");

    WireRecord record = decide.toRecord();

    assertRecord(
        record,
        Map.of(
            "palinode-request", "decide",
            "palinode-request-id", "r-1",
            "palinode-reason", "She is known.",
            "palinode-decision", "approve[2]",
            "palinode-option", "grant",
            "palinode-by", "Eve",
            "palinode-type", "none"),
        "null");
    assertThat(SagaRequest.from(record)).isEqualTo(decide);
  }

  @ParameterizedTest
  @MethodSource("controls")
  void shouldFreezeWhatIsAskedOfALiveSaga(String verb, SagaControl control) {
    WireRecord record = control.toRecord();

    assertRecord(
        record,
        Map.of(
            "palinode-request", verb,
            "palinode-request-id", "r-1",
            "palinode-reason", "Bitte, „sofort“.",
            "palinode-type", "none"),
        "null");
    assertThat(SagaRequest.from(record)).isEqualTo(control);
  }

  static Stream<Arguments> controls() {
    String why = "Bitte, „sofort“.";
    return Stream.of(
        Arguments.of("cancel", new SagaControl.Cancel("order-1", "r-1", why)),
        Arguments.of("pause", new SagaControl.Pause("order-1", "r-1", why)),
        Arguments.of("resume", new SagaControl.Resume("order-1", "r-1", why)),
        Arguments.of("retry", new SagaControl.Retry("order-1", "r-1", why)));
  }

  @Test
  void shouldReadARecordWithHeadersThatItDoesNotKnow() {
    CommandMessage command = new CommandMessage(CHARGE, 1, 1, CARD);
    Map<String, String> headers = new HashMap<>(command.toRecord().headers());
    headers.put("traceparent", "00-1-1-01");

    assertThat(CommandMessage.from(new WireRecord("order-1", headers, CARD.json())))
        .isEqualTo(command);
  }

  private static void assertRecord(WireRecord record, Map<String, String> headers, String value) {
    assertThat(record.key()).isEqualTo("order-1");
    assertThat(record.headers()).isEqualTo(headers);
    assertThat(text(record)).isEqualTo(value);
  }

  private static @Nullable String text(WireRecord record) {
    return record.value() == null ? null : new String(record.value(), UTF_8);
  }
}
