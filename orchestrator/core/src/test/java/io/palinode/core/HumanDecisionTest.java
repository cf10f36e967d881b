package io.palinode.core;

import static io.palinode.core.LiveSaga.CODEC;
import static io.palinode.core.LiveSaga.NOON;
import static io.palinode.core.LiveSaga.action;
import static io.palinode.core.LiveSaga.compensation;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.Report;
import io.palinode.core.Effect.SetTimer;
import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.SagaInput.WaitOver;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Decided;
import io.palinode.saga.DecisionBuilder;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Loans that a person grants or refuses. */
class HumanDecisionTest {
  private static final String CHECK = "check";
  private static final String PAY = "pay-out";
  private static final String APPROVE = "approve";
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final List<String> OPTIONS = List.of("grant", "refuse");

  record Loan(String id, String verdict) {
    Loan decided(Decided decided) {
      return new Loan(id, decided.option() + " by " + decided.by());
    }
  }

  @Test
  void shouldReportThatItWaitsAndGoOnAsAPersonDecides() {
    LiveSaga<Loan> loan = new LiveSaga<>(loan(ever()));
    loan.start(new Loan("l-1", ""));
    var asked = loan.succeeds(action(CHECK));
    assertThat(asked.events())
        .containsExactly(new StepSucceeded(CHECK, null), new DecisionAsked(APPROVE, OPTIONS, 0));
    assertThat(asked.effects()).containsExactly(new Report());

    Ruling ruling = loan.decided(APPROVE, "grant");

    assertAnswer(ruling, Verdict.DONE, "DECIDED");
    assertThat(ruling.decision().events())
        .containsExactly(
            new DecisionMade(APPROVE, "grant", "Eve", "She is known."),
            new WaitEnded(APPROVE, data("grant by Eve")),
            new BranchChosen("verdict", "granted"),
            loan.issued(action(PAY), 1));
  }

  @Test
  void shouldKeepADecisionThatComesBeforeTheSagaWaitsForIt() {
    LiveSaga<Loan> loan = new LiveSaga<>(loan(ever()));
    loan.start(new Loan("l-1", ""));
    Ruling ruling = loan.decided(APPROVE, "refuse");
    assertAnswer(ruling, Verdict.DONE, "KEPT");
    assertThat(ruling.decision().effects()).isEmpty();

    var reply = loan.succeeds(action(CHECK));

    assertThat(reply.events())
        .startsWith(new StepSucceeded(CHECK, null), new WaitEnded(APPROVE, data("refuse by Eve")));
    assertThat(loan.state().status()).isEqualTo(SagaStatus.COMPLETED);
  }

  @Test
  void shouldTellWhoeverComesLaterWhatWasDecided() {
    LiveSaga<Loan> loan = waiting(ever());
    loan.decided(APPROVE, "grant");

    Ruling same = loan.decided(APPROVE, "grant");
    assertAnswer(same, Verdict.UNCHANGED, "DECIDED_ALREADY");
    Ruling other = loan.decided(APPROVE, "refuse");
    assertAnswer(other, Verdict.REFUSED, "DECIDED_ALREADY");
    assertThat(other.reason().text())
        .isEqualTo("It was decided already: grant, by Eve: She is known.");
    assertThat(other.decision()).isEqualTo(Decision.nothing(loan.state()));
  }

  @Test
  void shouldRefuseWhatIsNoOptionAndNameThoseThereAre() {
    LiveSaga<Loan> loan = waiting(ever());

    Ruling option = loan.decided(APPROVE, "maybe");
    assertAnswer(option, Verdict.REFUSED, "UNKNOWN_OPTION");
    assertThat(option.reason().text())
        .isEqualTo("'maybe' is no option of decision 'approve'; expected one of [grant, refuse].");
    Ruling decision = loan.decided("approv", "grant");
    assertAnswer(decision, Verdict.REFUSED, "UNKNOWN_DECISION");
    assertThat(decision.reason().text())
        .isEqualTo("The saga has no decision 'approv', only [approve].");
    assertAnswer(loan.decided("approve[0]", "grant"), Verdict.REFUSED, "UNKNOWN_DECISION");
    assertThat(loan.state().decision(APPROVE)).isNull();
  }

  @Test
  void shouldChooseWhatTheDefinitionSaysWhenNobodyDecidesInTime() {
    LiveSaga<Loan> loan = waiting(decision -> usual(decision).within(A_DAY, "refuse"));
    long until = NOON + A_DAY.toMillis();
    assertThat(loan.machine().pending(loan.state()))
        .containsExactly(new SetTimer(new WaitOver(APPROVE), until));
    loan.passes(A_DAY.minusMillis(1));
    assertThat(loan.decides(new WaitOver(APPROVE)).isEmpty()).isTrue();
    loan.passes(Duration.ofMillis(1));

    assertThat(loan.decides(new WaitOver(APPROVE)).events())
        .startsWith(
            new DecisionMade(APPROVE, "refuse", null, "Nobody has decided 'approve' within PT24H."),
            new WaitEnded(APPROVE, data("refuse by null")));
    assertThat(loan.state().status()).isEqualTo(SagaStatus.COMPLETED);
  }

  @Test
  void shouldTurnRoundWhenNobodyDecidesInTimeAndTheDefinitionSaysNothing() {
    LiveSaga<Loan> loan = waiting(decision -> usual(decision).within(A_DAY));
    loan.passes(A_DAY);

    assertThat(loan.decides(new WaitOver(APPROVE)).events())
        .containsExactly(
            new CompensationStarted(
                new Reason("DECISION_OVERDUE", "Nobody has decided 'approve' within PT24H.")),
            new WaitEnded(APPROVE, null),
            loan.issued(compensation(CHECK), 1));
    assertAnswer(loan.decided(APPROVE, "grant"), Verdict.REFUSED, "TURNED_ALREADY");
  }

  @Test
  void shouldFollowADecisionThatWasTakenWhilePausedOnceItIsResumed() {
    LiveSaga<Loan> loan = waiting(ever());
    loan.paused("Closed.");
    assertAnswer(loan.decided(APPROVE, "grant"), Verdict.DONE, "KEPT");
    assertThat(loan.state().status()).isEqualTo(SagaStatus.PAUSED);

    assertThat(loan.resumed("Open.").decision().events())
        .contains(new WaitEnded(APPROVE, data("grant by Eve")), loan.issued(action(PAY), 1));
  }

  @Test
  void shouldParkWhereTheDefinitionCannotFollowTheDecision() {
    LiveSaga<Loan> loan =
        waiting(
            decision ->
                decision
                    .options("grant", "refuse")
                    .onDecided(
                        (data, decided) -> {
                          throw new IllegalStateException("No ink.");
                        }));
    Ruling ruling = loan.decided(APPROVE, "grant");

    assertThat(ruling.decision().events())
        .containsExactly(
            new DecisionMade(APPROVE, "grant", "Eve", "She is known."),
            new SagaParked(
                new Reason(
                    "DECISION_NOT_FOLDED",
                    "Decision 'approve': java.lang.IllegalStateException: No ink.")));
  }

  @Test
  void shouldDecideForEachItemByItself() {
    LiveSaga<Loan> loan =
        new LiveSaga<>(
            Saga.named("loan", Loan.class)
                .forEach("shares", String.class, data -> List.of("a", "b"))
                .atMost(2)
                .atOnce(2)
                .run(
                    share ->
                        share.decision(
                            APPROVE,
                            decision ->
                                decision
                                    .options("grant", "refuse")
                                    .onDecided(
                                        (item, decided) ->
                                            new Loan(item.data().id(), item.item()))))
                .build());
    loan.start(new Loan("l-1", ""));

    assertAnswer(loan.decided("approve[2]", "grant"), Verdict.REFUSED, "UNKNOWN_DECISION");
    assertAnswer(loan.decided(APPROVE, "grant"), Verdict.REFUSED, "UNKNOWN_DECISION");
    assertThat(loan.decided("approve[1]", "grant").decision().events())
        .endsWith(new WaitEnded("approve[1]", CODEC.encode(new Loan("l-1", "b"))));
    assertThat(loan.state().openWaits())
        .containsExactly(new DecisionAsked("approve[0]", OPTIONS, 0));
  }

  @Test
  void shouldDecideInsideASagaInsideByItsOwnData() {
    SagaDefinition<Loan> inner =
        Saga.named("inner", Loan.class)
            .decision(APPROVE, decision -> usual(decision).within(A_DAY))
            .build();
    LiveSaga<Loan> loan =
        new LiveSaga<>(
            Saga.named("loan", Loan.class)
                .saga("bank", inner, outer -> new Loan("inner", ""))
                .onEnd((outer, its) -> new Loan(outer.id(), its.id() + ": " + its.verdict()))
                .build());
    loan.start(new Loan("l-1", ""));

    Ruling unknown = loan.decided(APPROVE, "grant");
    assertThat(unknown.reason().text())
        .isEqualTo("The saga has no decision 'approve', only [bank.approve].");
    loan.decided("bank.approve", "grant");
    assertThat(loan.state().status()).isEqualTo(SagaStatus.COMPLETED);
    assertThat(loan.state().data()).isEqualTo(data("inner: grant by Eve"));
  }

  @Test
  void shouldNotDecideForASagaThatIsBeingUndone() {
    LiveSaga<Loan> loan = new LiveSaga<>(loan(ever()));
    loan.start(new Loan("l-1", ""));
    loan.cancelled("Never mind.");

    assertAnswer(loan.decided(APPROVE, "grant"), Verdict.REFUSED, "TURNED_ALREADY");
    loan.rejects(action(CHECK), "NO");
    assertThat(loan.state().status()).isEqualTo(SagaStatus.COMPENSATED);
  }

  private static Consumer<DecisionBuilder<Loan, Loan>> ever() {
    return HumanDecisionTest::usual;
  }

  private static DecisionBuilder<Loan, Loan> usual(DecisionBuilder<Loan, Loan> decision) {
    return decision.options("grant", "refuse").onDecided(Loan::decided);
  }

  private static LiveSaga<Loan> waiting(Consumer<DecisionBuilder<Loan, Loan>> decision) {
    LiveSaga<Loan> loan = new LiveSaga<>(loan(decision));
    loan.start(new Loan("l-1", ""));
    loan.succeeds(action(CHECK));
    return loan;
  }

  private static SagaDefinition<Loan> loan(Consumer<DecisionBuilder<Loan, Loan>> decision) {
    return Saga.named("loan", Loan.class)
        .step(CHECK)
        .at("bureau")
        .command(Loan::id)
        .compensation(Loan::id)
        .decision(APPROVE, decision)
        .choice("verdict")
        .when(
            "granted",
            loan -> loan.verdict().startsWith("grant"),
            branch -> branch.step(PAY).at("bank").command(Loan::id).pivot())
        .otherwiseNothing()
        .build();
  }

  private static Payload data(String verdict) {
    return CODEC.encode(new Loan("l-1", verdict));
  }

  private static void assertAnswer(Ruling ruling, Verdict verdict, String code) {
    assertThat(ruling.verdict()).as("%s", ruling.reason()).isEqualTo(verdict);
    assertThat(ruling.reason().code()).isEqualTo(code);
  }
}
