package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaState;
import io.palinode.core.Standing;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import io.palinode.saga.DefinitionRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log owes the world is frozen by a golden file, and older readers pass over it. */
class OwedFormatTest {
  private static final Payload ORDER =
      new Payload("order", "{\"id\":\"o-1\",\"text\":\"K\u00e4se \\\"50%\\\"\"}".getBytes(UTF_8));
  private static final Reason STUCK = new Reason("SOLD_OUT", "Nothing\nleft.");
  private static final RequestAnswer ANSWER =
      new RequestAnswer("r-1", Verdict.DONE, new Reason("PAUSED", "It \"stands\" still."));

  private static final List<JournalEntry> OWED =
      List.of(
          entry(
              24,
              new Owed(
                  List.of(),
                  List.of(new Standstill(1, 7, STUCK, ORDER), new Standstill(2, 9, STUCK, null))),
              compacted(
                  new Standing(SagaStatus.COMPENSATING, SagaStatus.COMPENSATING, STUCK, null, 2))),
          entry(25, Owed.answer(ANSWER), new SagaPaused(new Reason("PAUSED", ""))),
          entry(
              26,
              Owed.NOTHING,
              compacted(new Standing(SagaStatus.PARKED, SagaStatus.RUNNING, null, STUCK, 3))),
          entry(
              27,
              Owed.NOTHING,
              compacted(new Standing(SagaStatus.PARKED, SagaStatus.RUNNING, null, STUCK))));

  @Test
  void shouldWriteAndReadWhatIsOwedAsTheGoldenFileHasIt() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    OWED.forEach(entry -> log.writeBytes(EntryCodec.encode(entry)));

    assertThat(log.toString(UTF_8)).isEqualTo(golden());
    assertThat(EntryCodec.decode(golden().getBytes(UTF_8))).isEqualTo(OWED);
  }

  @Test
  void shouldPassOverWhatANewerVersionOwes() {
    String log =
        golden()
            .replace("\"owed\":{", "\"owed\":{\"flowers\":[{\"for\":[]}],")
            .replace("\"number\":1,", "\"number\":1,\"because\":{\"of\":[1]},");

    assertThat(log).contains("flowers", "because");
    assertThat(EntryCodec.decode(log.getBytes(UTF_8))).isEqualTo(OWED);
  }

  @Test
  void shouldRefuseATimeThatTheSagaParkedWithoutItsNumber() {
    String log = golden().replace("\"number\":2,", "");

    assertThatThrownBy(() -> EntryCodec.decode(log.getBytes(UTF_8)))
        .isInstanceOf(UnreadableLog.class)
        .hasMessageContaining("'parked' lacks 'number'");
  }

  private static SagaEvent compacted(Standing standing) {
    DefinitionRef definition = new DefinitionRef("place-order", 3, "0a1b2c3d4e5f");
    return new SagaCompacted(
        new SagaState("o-1", definition, standing, ORDER, List.of(), List.of()));
  }

  private static JournalEntry entry(long batch, Owed owed, SagaEvent event) {
    return new JournalEntry(batch, 1732345678900L + batch, List.of(event), owed);
  }

  private static String golden() {
    try (InputStream file = OwedFormatTest.class.getResourceAsStream("owed.log")) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError("The golden file cannot be read.", e);
    }
  }
}
