package io.palinode.core;

import static io.palinode.core.Faulty.PRINT;
import static io.palinode.core.Faulty.WRITE;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.because;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.Faulty.Line;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaInput.Replied;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's function that does not work parks its own saga, and stops nobody else's. */
class FaultyFunctionTest {
  private static final String INK = "java.lang.IllegalStateException: No ink for page";
  private static final byte[] NO_LINE = "[1, 2]".getBytes(StandardCharsets.UTF_8);

  static Stream<UnaryOperator<String>> functionsThatBuildNoCommand() {
    return Stream.of(
        Faulty.workingFor(0),
        text -> {
          throw new AssertionError("No ink for " + text);
        },
        text -> {
          throw new NoClassDefFoundError("Ink");
        },
        text -> null,
        text -> "ink".repeat(1_000));
  }

  @ParameterizedTest
  @MethodSource("functionsThatBuildNoCommand")
  void shouldParkAtOnceWhenNoCommandCanBeBuilt(UnaryOperator<String> command) {
    var page = new LiveSaga<>(Faulty.command(command));
    var decision = page.start("page");

    assertThat(decision.events())
        .hasSize(2)
        .first()
        .isEqualTo(
            new SagaStarted(page.machine().definition().ref(), LiveSaga.CODEC.encode("page")));
    assertThat(decision.effects()).containsExactly(new Report());
    assertThat(decision.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(decision.state().reason().code()).isEqualTo("COMMAND_NOT_BUILT");
  }

  @Test
  void shouldSayWhyNoCommandCanBeBuilt() {
    assertThat(new LiveSaga<>(Faulty.command(Faulty.workingFor(0))).start("page").state().reason())
        .isEqualTo(new Reason("COMMAND_NOT_BUILT", INK));
    assertThat(new LiveSaga<>(Faulty.command(text -> null)).start("page").state().reason())
        .isEqualTo(
            new Reason(
                "COMMAND_NOT_BUILT",
                "java.lang.NullPointerException: The command's function returned null."));
    assertThat(
            new LiveSaga<>(Faulty.command(text -> "ink".repeat(1_000)))
                .start("page")
                .state()
                .reason())
        .isEqualTo(
            new Reason(
                "COMMAND_NOT_BUILT",
                "io.palinode.message.PayloadTooLarge: Payload string takes 3,002 bytes as JSON; the"
                    + " limit is 2,000. Keep large things in a store of their own and send a"
                    + " reference."));
  }

  @Test
  void shouldParkWhenACommandCannotBeBuiltASecondTime() {
    var page = new LiveSaga<>(Faulty.command(Faulty.workingFor(1)));
    page.start("page");
    page.isSilent(action(WRITE));
    var decision = page.isTriedAgain(action(WRITE));

    assertParked(decision, action(WRITE), new Reason("COMMAND_NOT_BUILT", INK));
  }

  @Test
  void shouldParkWhenNoCompensationCanBeBuilt() {
    var page = new LiveSaga<>(Faulty.compensation(Faulty.workingFor(0)));
    page.start("page");
    page.succeeds(action(WRITE));
    var decision = page.rejects(action(PRINT), "NO_PAPER");

    assertThat(decision.events())
        .containsExactly(
            new StepRejected(PRINT, because("NO_PAPER")),
            new CompensationStarted(because("NO_PAPER")),
            new StepStuck(WRITE, Direction.COMPENSATION, new Reason("COMMAND_NOT_BUILT", INK)));
    assertThat(decision.effects()).containsExactly(new Report());
  }

  @Test
  void shouldParkWhenACompensationCannotBeBuiltASecondTime() {
    var page = new LiveSaga<>(Faulty.compensation(Faulty.workingFor(1)));
    page.start("page");
    page.succeeds(action(WRITE));
    page.rejects(action(PRINT), "NO_PAPER");
    page.rejects(compensation(WRITE), "INDELIBLE");
    var decision = page.isTriedAgain(compensation(WRITE));

    assertParked(decision, compensation(WRITE), new Reason("COMMAND_NOT_BUILT", INK));
  }

  @Test
  void shouldParkWhenAReplyCannotBeFolded() {
    var page = new LiveSaga<>(Faulty.fold((text, line) -> Faulty.workingFor(0).apply(text)));
    page.start("page");
    var decision = page.succeeds(action(WRITE), new Line("once"));

    assertParked(decision, action(WRITE), new Reason("REPLY_NOT_FOLDED", INK));
    assertThat(decision.state().data()).isEqualTo(LiveSaga.CODEC.encode("page"));
  }

  @Test
  void shouldParkWhenFoldingAReplyLosesTheData() {
    var page = new LiveSaga<>(Faulty.fold((text, line) -> null));
    page.start("page");
    var decision = page.succeeds(action(WRITE), new Line("once"));

    assertParked(
        decision,
        action(WRITE),
        new Reason(
            "REPLY_NOT_FOLDED",
            "java.lang.NullPointerException: The reply's function returned null."));
  }

  @Test
  void shouldParkWhenTheFoldedDataAreAboveTheLimit() {
    var page = new LiveSaga<>(Faulty.fold((text, line) -> line.repeat(1_000)));
    page.start("page");
    var decision = page.succeeds(action(WRITE), new Line("once"));

    assertParked(
        decision,
        action(WRITE),
        new Reason(
            "REPLY_NOT_FOLDED",
            "io.palinode.message.PayloadTooLarge: Payload string takes 4,002 bytes as JSON; the"
                + " limit is 2,000. Keep large things in a store of their own and send a"
                + " reference."));
  }

  @Test
  void shouldParkWhenAReplyIsNotWhatItsTypeSays() {
    var page = new LiveSaga<>(Faulty.fold((text, line) -> line));
    page.start("page");
    var decision =
        page.decides(
            new Replied(WRITE, Direction.ACTION, 1, new Succeeded(new Payload("line", NO_LINE))));

    assertThat(decision.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(decision.state().reason().code()).isEqualTo("REPLY_NOT_FOLDED");
    assertThat(decision.state().reason().text())
        .startsWith(
            "io.palinode.message.MalformedMessage: The payload 'line' cannot be read as "
                + Line.class.getName());
  }

  private static void assertParked(Decision decision, CommandId stuck, Reason reason) {
    assertThat(decision.events())
        .isEqualTo(List.of(new StepStuck(stuck.step(), stuck.direction(), reason)));
    assertThat(decision.effects()).containsExactly(new Report());
    assertThat(decision.state().status()).isEqualTo(SagaStatus.PARKED);
    assertThat(decision.state().reason()).isEqualTo(reason);
  }
}
