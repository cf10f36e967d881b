package io.palinode.server.journal;

import static io.palinode.message.Direction.ACTION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.message.MalformedMessage;
import io.palinode.message.Payload;
import io.palinode.saga.DefinitionRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a log is read and written, whatever its entries are; see {@link JournalFormatTest}. */
class EntryCodecTest {
  private static final DefinitionRef PLACE_ORDER =
      new DefinitionRef("place-order", 3, "0a1b2c3d4e5f");

  @Test
  void shouldReadFieldsInAnyOrderAndPassOverUnknownOnes() {
    String line =
        """
        {"later":{"a":[1]},"events":[{"due":9,"new":null,"attempt":1,"direction":"action","step":"pay","event":"issued"}],"at":7,"batch":3,"format":1}
        """;

    assertThat(EntryCodec.decode(line.getBytes(UTF_8)))
        .containsExactly(new JournalEntry(3, 7, List.of(new CommandIssued("pay", ACTION, 1, 9))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "17",
        "-1.50e3",
        "true",
        "\"a,b}\"",
        "[]",
        "[1,{\"a\":[]}]",
        "{}",
        "{ \"a\" : 1 }"
      })
  void shouldKeepAnyJsonValueByteForByte(String value) {
    List<JournalEntry> log =
        List.of(
            entry(1, new SagaStarted(PLACE_ORDER, json("order", value))),
            entry(2, new StepSucceeded("pay", json("order", value))));

    assertThat(EntryCodec.decode(text(log).getBytes(UTF_8))).isEqualTo(log);
  }

  @Test
  void shouldKeepOneLineForAnEntryWhoseDataSpanLines() {
    List<JournalEntry> log =
        List.of(entry(1, new SagaStarted(PLACE_ORDER, json("order", "{\n\t\"a\":\r\n1 }"))));

    assertThat(text(log)).containsOnlyOnce("\n").contains("\"data\":{ \t\"a\":  1 }}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{} {}", "{}}],\"x\":[{", "{\"a\":1", "oops", "\"open"})
  void shouldRefuseFirstDataThatAreNotOneJsonValue(String value) {
    JournalEntry entry = entry(1, new SagaStarted(PLACE_ORDER, json("order", value)));

    assertThatThrownBy(() -> EntryCodec.encode(entry)).isInstanceOf(MalformedMessage.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"format":2,"batch":1,"at":1,"events":[{"event":"compensated","step":"a"}]} | Line 1 of the log: its format is 2; this version reads 1
          {"batch":1,"at":1,"events":[{"event":"compensated","step":"a"}]}            | opens the log without naming its format
          {"format":1,"batch":1,"at":1,"events":[{"event":"dreamt","step":"a"}]}      | the event is 'dreamt', a word that this version does not know
          {"format":1,"batch":1,"at":1,"events":[{"step":"a"}]}                       | an object lacks the field 'event'
          {"format":1,"batch":1,"at":1,"events":[{"event":"issued","step":"a"}]}      | 'issued' lacks the field 'direction'
          {"format":1,"batch":1,"at":1,"events":[{"event":"compensated","step":7}]}   | 'step' is VALUE_NUMBER_INT; expected VALUE_STRING
          {"format":1,"batch":1,"at":1,"events":[{"event":"ended","status":"gone"}]}  | 'gone' is no status of a saga
          {"format":1,"batch":1,"at":1,"events":[]}                                   | expected 'batch', 'at' and 'events'
          {"format":1,"batch":1,"at":1,"events":[{"event":"compensated","step":"a"}   | Line 1 of the log is no JSON object
          {"format":1,"batch":1,"at":1,"events":[{"event":"compensated","step":"a"}]} {} | more than one entry
          [1]                                                                         | 'an entry' is START_ARRAY
          """)
  void shouldRefuseWhatItDoesNotUnderstand(String line, String expected) {
    assertThatThrownBy(() -> EntryCodec.decode((line + "\n").getBytes(UTF_8)))
        .isInstanceOf(UnreadableLog.class)
        .hasMessageContaining(expected);
  }

  @Test
  void shouldNameTheLineThatIsBroken() {
    byte[] log = (golden("every-event.log") + "{\"batch\":\n").getBytes(UTF_8);

    assertThatThrownBy(() -> EntryCodec.decode(log))
        .isInstanceOf(UnreadableLog.class)
        .hasMessageStartingWith("Line 11 of the log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"format\":1}"})
  void shouldRefuseALogThatDoesNotEndInANewline(String log) {
    assertThatThrownBy(() -> EntryCodec.decode(log.getBytes(UTF_8)))
        .isInstanceOf(UnreadableLog.class)
        .hasMessageContaining("ended by a newline");
  }

  private String text(List<JournalEntry> entries) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    entries.forEach(entry -> log.writeBytes(EntryCodec.encode(entry)));
    return log.toString(UTF_8);
  }

  private static JournalEntry entry(long batch, SagaEvent... events) {
    return new JournalEntry(batch, 1732345678900L + batch, List.of(events));
  }

  private static Payload json(String type, String json) {
    return new Payload(type, json.getBytes(UTF_8));
  }

  private static String golden(String name) {
    try (InputStream file = EntryCodecTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError("The golden file " + name + " cannot be read.", e);
    }
  }
}
