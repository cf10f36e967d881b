package io.palinode.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a record can be wrong, and what the reader says about it. */
class MalformedMessageTest {
  private static final Map<String, String> COMMAND =
      Map.of(
          "palinode-command", "order-1/charge-card/action",
          "palinode-attempt", "1",
          "palinode-epoch", "1",
          "palinode-type", "charge-card");
  private static final Map<String, String> REPLY =
      Map.of(
          "palinode-command", "order-1/charge-card/action",
          "palinode-attempt", "1",
          "palinode-outcome", "try-again",
          "palinode-reason-code", "BUSY",
          "palinode-retry-after-ms", "10");
  private static final Map<String, String> START =
      Map.of("palinode-request", "start", "palinode-saga", "place-order");

  @ParameterizedTest
  @ValueSource(
      strings = {"palinode-command", "palinode-attempt", "palinode-epoch", "palinode-type"})
  void shouldMissAHeaderOfACommand(String header) {
    assertThatThrownBy(() -> CommandMessage.from(record(COMMAND, header, null)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("The header '%s' is missing; the record has [".formatted(header));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "palinode-command",
        "palinode-attempt",
        "palinode-outcome",
        "palinode-reason-code"
      })
  void shouldMissAHeaderOfAReply(String header) {
    assertThatThrownBy(() -> ReplyMessage.from(record(REPLY, header, null)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("The header '%s' is missing; the record has [".formatted(header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"palinode-request", "palinode-saga"})
  void shouldMissAHeaderOfAStart(String header) {
    assertThatThrownBy(() -> SagaRequest.from(record(START, header, null)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("The header '%s' is missing; the record has [".formatted(header));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "palinode-attempt | one | The header 'palinode-attempt' is 'one'; expected a whole number.",
        "palinode-attempt | 0 | The header 'palinode-attempt' is 0; attempts count from 1.",
        "palinode-attempt | 2147483648 | The header 'palinode-attempt' is 2147483648; attempts"
            + " count from 1.",
        "palinode-epoch | 1.5 | The header 'palinode-epoch' is '1.5'; expected a whole number.",
        "palinode-command | order-1/charge-card/back | The direction is 'back'; expected 'action'"
            + " or 'compensation'.",
        "palinode-command | order-1 | The command id is 'order-1'; expected"
            + " 'saga/step/direction'.",
        "palinode-command | order-2/charge-card/action | The record's key is 'order-1' and its"
            + " command is 'order-2/charge-card/action'; expected the key to be the saga id.",
      })
  void shouldSayWhatIsWrongWithACommand(String header, String text, String message) {
    assertThatThrownBy(() -> CommandMessage.from(record(COMMAND, header, text)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "palinode-outcome | maybe | The header 'palinode-outcome' is 'maybe'; expected"
            + " 'succeeded', 'rejected' or 'try-again'.",
        "palinode-retry-after-ms | soon | The header 'palinode-retry-after-ms' is 'soon'; expected"
            + " a whole number.",
      })
  void shouldSayWhatIsWrongWithAReply(String header, String text, String message) {
    assertThatThrownBy(() -> ReplyMessage.from(record(REPLY, header, text)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage(message);
  }

  @Test
  void shouldSayWhatIsWrongWithARequest() {
    assertThatThrownBy(() -> SagaRequest.from(record(START, "palinode-request", "stop")))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage(
            "The header 'palinode-request' is 'stop'; expected one of [start, inquire, migrate, cancel, pause, resume, retry, decide].");
    assertThatThrownBy(() -> SagaRequest.from(record(START, "palinode-request", "migrate")))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("The header 'palinode-version' is missing");
    WireRecord migrate = new SagaRequest.Migrate("order-1", 0).toRecord();
    assertThatThrownBy(() -> SagaRequest.from(migrate))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("The header 'palinode-version' is 0; versions count from 1.");
    WireRecord wordy = new SagaControl.Cancel("order-1", "r".repeat(129), "").toRecord();
    assertThatThrownBy(() -> SagaRequest.from(wordy))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("The request's id has 129 characters; at most 128 are allowed.");
    assertThatThrownBy(() -> SagaRequest.from(new WireRecord(null, START, null)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("The record has no key; expected the saga id.");
    assertThatThrownBy(() -> SagaRequest.from(new WireRecord("order/1", START, null)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("The saga id is 'order/1'; expected 1 to 128 characters: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "",
        "{\"sagaId\":\"order-1\"}",
        "{\"status\":\"running\"}",
        "{\"sagaId\":1,\"status\":\"running\"}"
      })
  void shouldMissWhatAReportCannotDoWithout(String json) {
    assertThatThrownBy(() -> SagaReport.from(report(json)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("The report lacks 'sagaId' or 'status'.");
  }

  @Test
  void shouldSayWhatIsWrongWithAReport() {
    assertThatThrownBy(() -> SagaReport.from(new WireRecord("order-1", Map.of(), null)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("The report has no value; expected a JSON object.");
    assertThatThrownBy(() -> SagaReport.from(report("{")))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("The report is no JSON: ");
    assertThatThrownBy(() -> SagaReport.from(report("{\"sagaId\":\"a\",\"status\":\"gone\"}")))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("'gone' is no status of a saga.");
  }

  @Test
  void shouldReadEachOfThemWhenNothingIsWrong() {
    assertThat(CommandMessage.from(record(COMMAND, "palinode-attempt", "7")).attempt())
        .isEqualTo(7);
    assertThat(ReplyMessage.from(record(REPLY, "palinode-attempt", "7")).attempt()).isEqualTo(7);
    assertThat(SagaRequest.from(record(START, "palinode-saga", "other")))
        .isEqualTo(new SagaRequest.Start("order-1", "other", Payload.NONE));
  }

  private static WireRecord record(
      Map<String, String> headers, String header, @Nullable String text) {
    Map<String, String> changed = new HashMap<>(headers);
    if (text == null) {
      changed.remove(header);
    } else {
      changed.put(header, text);
    }
    return new WireRecord("order-1", changed, null);
  }

  private static WireRecord report(String json) {
    return new WireRecord("order-1", Map.of(), json.getBytes(UTF_8));
  }
}
