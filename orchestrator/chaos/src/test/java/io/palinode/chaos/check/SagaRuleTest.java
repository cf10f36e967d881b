package io.palinode.chaos.check;

import static io.palinode.chaos.check.RequestLine.Verb.CANCEL;
import static io.palinode.chaos.check.RequestLine.Verb.PAUSE;
import static io.palinode.chaos.check.RequestLine.Verb.RESUME;
import static io.palinode.message.RequestAnswer.Verdict.DONE;
import static io.palinode.message.RequestAnswer.Verdict.REFUSED;
import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.message.SagaStatus.PARKED;
import static io.palinode.message.SagaStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.chaos.check.StartLine.Occasion;
import io.palinode.chaos.saga.Mood;
import io.palinode.chaos.saga.Script;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Good evidence contradicts nothing; each piece of bad evidence breaks the rules that it should.
 */
class SagaRuleTest {
  private static final Script GOOD = Script.WILLING;
  private static final Script TURNED = GOOD.withAction("charge", Mood.REFUSING);
  private static final Script UNDECIDED = GOOD.withAction("charge", Mood.UNABLE);
  private static final Script STUCK = TURNED.withUndo("reserve", Mood.UNABLE);
  private static final Script NO_WAY_BACK = GOOD.withAction("back", Mood.REFUSING);

  static Stream<Case> good() {
    return Stream.of(
        order(GOOD).acts("reserve", "hold", "charge", "ship", "notify").rests(COMPLETED),
        order(TURNED).acts("reserve", "hold").undoes("hold", "reserve").rests(COMPENSATED),
        order(GOOD.withAction("reserve", Mood.REFUSING)).rests(COMPENSATED),
        order(UNDECIDED).acts("reserve", "hold").rests(PARKED),
        order(STUCK).acts("reserve", "hold").undoes("hold").rests(PARKED),
        order(UNDECIDED).acts("reserve", "hold").rests(PARKED).reported(RUNNING, 1_000, 1_500),
        order(GOOD)
            .acts("reserve", "hold", "charge", "ship", "notify")
            .rests(COMPLETED)
            .reportedBriefly(COMPLETED),
        Case.of("rush", GOOD).acts("pick").undoes("pick").rests(COMPENSATED),
        Case.of("journey", NO_WAY_BACK)
            .acts("outward", "stay", "quote", "meal", "trip")
            .undoes("trip", "meal", "stay", "outward")
            .rests(COMPENSATED),
        Case.of("turn", GOOD).acts("sit", "draw", "sign", "file").rests(COMPLETED),
        Case.of("rival", GOOD).rests(COMPENSATED),
        letter().rests(COMPLETED),
        Case.of("knock", GOOD).acts("ring").undoes("ring").rests(COMPENSATED),
        paused().acts("charge").asks(RESUME).acts("ship", "notify").rests(COMPLETED),
        order(UNDECIDED).asks(CANCEL).told(PARKED).asked(Occasion.AFTERWARDS).rests(COMPENSATED),
        cancelAnswered(REFUSED, "PAST_PIVOT").rests(COMPLETED),
        order(GOOD).asks(CANCEL).isAnswered(CANCEL, DONE, "", RUNNING).rests(COMPENSATED));
  }

  @ParameterizedTest
  @MethodSource("good")
  void shouldFindNothingWhereAllIsWell(Case saga) {
    assertThat(saga.broken()).isEmpty();
  }

  @Test
  void shouldFindASagaThatNobodyAskedFor() {
    assertThat(Case.unasked().acts("reserve").broken()).containsExactly("asked for");
  }

  @Test
  void shouldFindASagaThatNeverCameToRest() {
    assertThat(order(GOOD).acts("reserve").reported(RUNNING, 1_000, 1_500).live(true).broken())
        .containsExactly("rests", "lives if parked");
  }

  @Test
  void shouldFindAnOutcomeThatTheScriptDoesNotAllow() {
    assertThat(order(GOOD).acts("reserve").undoes("reserve").rests(COMPENSATED).broken())
        .containsExactly("rests as its script says");
    assertThat(order(GOOD).acts("reserve", "hold").rests(PARKED).broken())
        .containsExactly("rests as its script says");
  }

  @Test
  void shouldFindASagaThatWentOnAfterItHadParkedAndNeverCameToRest() {
    var gone = order(UNDECIDED).acts("reserve", "hold").rests(PARKED);

    assertThat(gone.reported(RUNNING, 1_000, 2_001).broken())
        .containsExactly("rests", "lives if parked");
  }

  @Test
  void shouldFindASecondSagaUnderOneId() {
    var twice = completed().reported(COMPLETED, 5_000, 2_000);

    assertThat(twice.broken()).containsExactly("is one saga");
  }

  @Test
  void shouldFindASagaThatEndedInTwoWays() {
    assertThat(completed().reportedBriefly(COMPENSATED).broken()).containsExactly("ends once");
  }

  @Test
  void shouldFindAnEndThatIsReportedUnderTwoIds() {
    assertThat(completed().reported(COMPLETED, 1_000, 3_000).broken())
        .containsExactly("ends under one id");
  }

  @Test
  void shouldFindAnEffectThatWasAppliedTwice() {
    var twice = order(GOOD).acts("reserve", "hold", "charge", "ship", "ship", "notify");

    assertThat(twice.rests(COMPLETED).broken())
        .containsExactly("applies once", "is whole when completed", "acts in order");
  }

  @Test
  void shouldFindACompensationThatWasAppliedTwice() {
    var twice = order(TURNED).acts("reserve", "hold").undoes("hold", "reserve", "reserve");

    assertThat(twice.rests(COMPENSATED).broken())
        .containsExactly("applies once", "is undone when compensated", "undoes in reverse");
  }

  @Test
  void shouldFindAnEffectThatACompletedSagaLacks() {
    assertThat(order(GOOD).acts("reserve", "hold", "charge", "ship").rests(COMPLETED).broken())
        .containsExactly("is whole when completed");
  }

  @Test
  void shouldFindWhatACompletedSagaUndid() {
    assertThat(completed().undoes("reserve").broken())
        .containsExactly("is whole when completed", "undoes in reverse", "undoes nothing decided");
  }

  @Test
  void shouldFindAnEffectThatACompensatedSagaLeft() {
    assertThat(order(TURNED).acts("reserve", "hold").undoes("hold").rests(COMPENSATED).broken())
        .containsExactly("is undone when compensated");
  }

  @Test
  void shouldFindAPivotThatACompensatedSagaPassed() {
    var decided = order(TURNED).acts("reserve", "hold", "charge").undoes("hold", "reserve");

    assertThat(decided.rests(COMPENSATED).broken())
        .containsExactly("is undone when compensated", "undoes nothing decided");
  }

  @Test
  void shouldFindStepsOutOfOrder() {
    assertThat(order(UNDECIDED).acts("hold", "reserve").rests(PARKED).broken())
        .containsExactly("acts in order");
    assertThat(order(UNDECIDED).acts("hold").rests(PARKED).broken())
        .containsExactly("acts in order");
  }

  @Test
  void shouldFindCompensationsOutOfOrder() {
    assertThat(
            order(TURNED)
                .acts("reserve", "hold")
                .undoes("reserve", "hold")
                .rests(COMPENSATED)
                .broken())
        .containsExactly("is undone when compensated", "undoes in reverse");
  }

  @Test
  void shouldFindAnActionAfterACompensation() {
    var late = order(TURNED).acts("reserve").undoes("reserve").acts("hold").undoes("hold");

    assertThat(late.rests(COMPENSATED).broken())
        .containsExactly("is undone when compensated", "undoes in reverse");
  }

  @Test
  void shouldFindACompensationOfWhatWasNeverDone() {
    assertThat(order(TURNED).acts("reserve").undoes("hold", "reserve").rests(COMPENSATED).broken())
        .containsExactly("is undone when compensated", "undoes in reverse");
  }

  @Test
  void shouldFindDataThatKnowAnotherReceiptThanTheLedgers() {
    var early =
        order(GOOD).acts("reserve", "hold").rests(COMPLETED).acts("charge", "ship", "notify");

    assertThat(early.broken()).containsExactly("has the ledgers receipts");
  }

  @Test
  void shouldFindAClientThatWasToldSomethingElse() {
    assertThat(completed().told(COMPENSATED).broken()).containsExactly("is told as it is");
  }

  @Test
  void shouldFindALogThatIsLeftOrLost() {
    assertThat(completed().live(true).broken()).containsExactly("lives if parked");
    assertThat(order(UNDECIDED).acts("reserve", "hold").rests(PARKED).live(false).broken())
        .containsExactly("lives if parked");
  }

  @Test
  void shouldFindASagaThatTookTwoSignals() {
    assertThat(letter().hears("word-2").rests(COMPLETED).broken())
        .containsExactly("hears one signal");
  }

  @Test
  void shouldFindASagaThatDidNotWaitForItsSignal() {
    assertThat(Case.of("letter", GOOD).acts("post", "answer", "archive").rests(COMPLETED).broken())
        .containsExactly("hears before it goes on");
  }

  @Test
  void shouldFindAPausedSagaThatGoesOn() {
    assertThat(
            paused().acts("charge", "ship").asks(RESUME).acts("notify").rests(COMPLETED).broken())
        .containsExactly("stands still while paused");
  }

  @Test
  void shouldFindASagaThatWasCancelledAndCompleted() {
    assertThat(cancelAnswered(DONE, "").rests(COMPLETED).broken())
        .containsExactly("is cancelled as was said");
  }

  @Test
  void shouldFindASagaThatWasUndoneAfterItWasSaidToBeTooLate() {
    var saga = order(GOOD).asks(CANCEL).isAnswered(CANCEL, REFUSED, "PAST_PIVOT", RUNNING);

    assertThat(saga.rests(COMPENSATED).broken()).containsExactly("is cancelled as was said");
  }

  @Test
  void shouldFindAStartThatNobodyHasAnswered() {
    assertThat(completed().asked(Occasion.AFTERWARDS).broken()).containsExactly("is answered");
    assertThat(completed().asked(Occasion.NOT_ACCEPTED).broken()).isEmpty();
  }

  private static Case letter() {
    return Case.of("letter", GOOD).acts("post").hears("word-1").acts("answer", "archive");
  }

  private static Case paused() {
    return order(GOOD)
        .acts("reserve", "hold")
        .asks(PAUSE)
        .isAnswered(PAUSE, DONE, "", SagaStatus.PAUSED);
  }

  private static Case cancelAnswered(Verdict verdict, String code) {
    return order(GOOD)
        .acts("reserve", "hold", "charge", "ship", "notify")
        .asks(CANCEL)
        .isAnswered(CANCEL, verdict, code, RUNNING);
  }

  private static Case order(Script script) {
    return Case.of("order", script);
  }

  private static Case completed() {
    return order(GOOD).acts("reserve", "hold", "charge", "ship", "notify").rests(COMPLETED);
  }
}
