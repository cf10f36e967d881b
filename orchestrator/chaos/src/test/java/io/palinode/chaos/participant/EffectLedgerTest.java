package io.palinode.chaos.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.chaos.saga.Errand.Act;
import io.palinode.chaos.saga.Errand.Undo;
import io.palinode.chaos.saga.Mood;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.Direction;
import io.palinode.message.PayloadCodec;
import io.palinode.participant.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A participant and its ledger, from one process to the next. */
class EffectLedgerTest {
  private static final CommandId HOLD = new CommandId("errand-1", "hold", Direction.ACTION);
  private static final PayloadCodec CODEC = new PayloadCodec();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("bank.ledger.jsonl");
  }

  @Test
  void shouldAnswerARedeliveredCommandFromTheLedgerOfAnEarlierProcess() throws IOException {
    var first = act(Mood.WILLING, 1);
    var second = act(Mood.WILLING, 1);

    assertThat(second).isEqualTo(first).isInstanceOf(CommandOutcome.Succeeded.class);
    assertThat(effects()).containsExactly("hold/action");
  }

  @Test
  void shouldUndoWhatAnEarlierProcessDid() throws IOException {
    act(Mood.WILLING, 1);
    undo(Mood.WILLING);
    undo(Mood.WILLING);

    assertThat(effects()).containsExactly("hold/action", "hold/compensation");
  }

  @Test
  void shouldHaveNothingToUndoWhereNothingWasDone() throws IOException {
    undo(Mood.WILLING);

    assertThat(act(Mood.WILLING, 1)).isInstanceOf(CommandOutcome.Rejected.class);
    assertThat(effects()).isEmpty();
  }

  @Test
  void shouldKeepNoEffectOfARefusalOrOfAnotherAttemptToCome() throws IOException {
    assertThat(act(Mood.BUSY, 1)).isInstanceOf(CommandOutcome.TryAgain.class);
    assertThat(act(Mood.REFUSING, 2)).isInstanceOf(CommandOutcome.Rejected.class);

    assertThat(effects()).isEmpty();
  }

  @Test
  void shouldForgetALineThatWasTornByAKill() throws IOException {
    act(Mood.WILLING, 1);
    var whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 1));

    act(Mood.WILLING, 1);

    assertThat(effects()).containsExactly("hold/action");
    assertThat(file).content().endsWith("}\n").hasLineCount(1);
  }

  @Test
  void shouldRefuseALineThatItDidNotWrite() throws IOException {
    act(Mood.WILLING, 1);
    Files.writeString(file, "oops\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> act(Mood.WILLING, 1)).hasMessageContaining("oops");
  }

  @Test
  void shouldHaveOneOwner() {
    try (var owner = EffectLedger.open(file, "bank")) {
      assertThat(owner).isNotNull();
      assertThatThrownBy(() -> EffectLedger.open(file, "bank"))
          .hasMessageContaining("is open elsewhere");
    }
  }

  private CommandOutcome act(Mood mood, int attempt) {
    return deliver(
        new CommandMessage(HOLD, attempt, 1, CODEC.encode(new Act(HOLD.step(), mood, null))));
  }

  private void undo(Mood mood) {
    var outcome =
        deliver(
            new CommandMessage(
                HOLD.opposite(), 1, 1, CODEC.encode(new Undo(HOLD.step(), mood, null))));
    assertThat(outcome).isInstanceOf(CommandOutcome.Succeeded.class);
  }

  /** As a process of its own would. */
  private CommandOutcome deliver(CommandMessage command) {
    try (var ledger = EffectLedger.open(file, "bank")) {
      var receipt = new Part(pause -> {}).named("bank", ledger).receive(command.toRecord());
      return ((Receipt.Answered) receipt).reply().outcome();
    }
  }

  private List<String> effects() throws IOException {
    return Files.readAllLines(file).stream()
        .flatMap(line -> LedgerLine.parse(line).effects().stream())
        .map(effect -> effect.step() + "/" + effect.direction().word())
        .toList();
  }
}
