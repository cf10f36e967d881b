package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.paths.FailurePaths;
import io.palinode.testkit.paths.Fault;
import io.palinode.testkit.paths.PathReport;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Stories of loans that wait: for their time, and for a person. */
class WaitStoryTest {
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Loan LOAN = new Loan("l-1", "1970-01-03T00:00:00Z", "open");
  private static final Ask CHECK = new Ask("check", "l-1");
  private static final Ask FORGET = new Ask("forget", "l-1");
  private static final Ask PAY = new Ask("pay", "l-1");

  record Loan(String id, String notBefore, String verdict) {
    Loan decided(String option) {
      return new Loan(id, notBefore, option);
    }
  }

  record Ask(String what, String loan) {}

  @Test
  void shouldTellOfALoanThatWaitsForItsTimeAndForAPerson() {
    story()
        .expectNothingSent()
        .expectCommand("bureau", CHECK)
        .succeeds()
        .expectDecision("approve")
        .expectNothingSent()
        .decide("approve", "grant", "Eve", "She is known.")
        .expectAnswer("DECIDED")
        .expectNothingSent()
        .after(A_DAY.minusMillis(1))
        .expectNothingSent()
        .expectCommand("bank", PAY)
        .succeeds()
        .expectCompleted(LOAN.decided("grant"));
  }

  @Test
  void shouldTellOfALoanOfTodayThatWaitsForADate() {
    Loan loan = new Loan("l-1", "2026-11-24T08:00:00Z", "open");

    SagaTest.of(loan())
        .startingAt(Instant.parse("2026-11-24T07:00:00Z"))
        .started("loan-1", loan)
        .after(Duration.ofHours(1).minusMillis(1))
        .expectNothingSent()
        .after(Duration.ofMillis(1))
        .expectCommand("bureau", CHECK);
    SagaTest.of(loan())
        .startingAt(Instant.parse("2026-11-24T09:00:00Z"))
        .started("loan-1", loan)
        .expectCommand("bureau", CHECK);
    SagaTest.of(loan()).started("loan-1", loan).expectParked("WAIT_NOT_SET");
  }

  @Test
  void shouldTellOfALoanThatNobodyDecides() {
    story()
        .expectCommand("bureau", CHECK)
        .succeeds()
        .after(A_DAY)
        .expectCompleted(LOAN.decided("refuse"));
  }

  @Test
  void shouldTellOfALoanThatTakesTooLong() {
    story()
        .expectCommand("bureau", CHECK)
        .triesAgain("CLOSED", Duration.ofDays(9))
        .after(Duration.ofDays(3))
        .expectCompensation("bureau", FORGET)
        .succeeds()
        .expectCompensated("SAGA_DEADLINE");
  }

  @Test
  void shouldTellOfALoanWhoseDeadlineIsAnAlarmSinceItIsBeingPaid() {
    var paying =
        story()
            .expectCommand("bureau", CHECK)
            .succeeds()
            .decide("approve", "grant", "Eve", "She is known.")
            .expectCommand("bank", PAY)
            .triesAgain("CLOSED", Duration.ofDays(9));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(paying::expectDeadlineMissed)
        .withMessageContaining("Expected the alarm that the saga's deadline has passed")
        .withMessageContaining("but there was none; the saga is running");
    paying.after(A_DAY.multipliedBy(3)).expectNothingSent().expectDeadlineMissed();
  }

  @Test
  void shouldWaitForTheTimeAtWhichADecisionIsDue() {
    SagaDefinition<Loan> patient =
        Saga.named("loan", Loan.class)
            .delay("cool-down", A_DAY)
            .decision("approve", decision -> decision.options("grant", "refuse"))
            .build();

    var loan = SagaTest.of(patient).started("loan-1", LOAN).expectDecision("approve");

    assertThat(loan.history()).contains("24:00:00.000  now it is running; 'approve' waits");
  }

  @Test
  void shouldSayWhatTheSagaWaitsFor() {
    var loan = story().expectCommand("bureau", CHECK).succeeds();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> loan.expectDecision("aprove"))
        .withMessageContaining("Expected the saga to wait for decision 'aprove'")
        .withMessageContaining("but it is running; 'approve' waits until 72:00:00.000")
        .withMessageContaining("decision 'approve' waits until 72:00:00.000: [grant, refuse]");
  }

  @Test
  void shouldKeepItsRulesOnEveryPath() {
    PathReport paths = FailurePaths.of(loan()).startedWith(LOAN).faults(2).explore();

    assertThat(paths.met()).containsOnlyKeys(Fault.values());
    assertThat(paths.ends())
        .containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);
  }

  @Test
  void shouldFindADecisionThatCannotBeFollowed() {
    SagaDefinition<Loan> hasty =
        Saga.named("hasty-loan", Loan.class)
            .decision(
                "approve",
                decision ->
                    decision
                        .options("grant", "refuse")
                        .onDecided((loan, decided) -> loan.decided(decided.option().substring(6))))
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(FailurePaths.of(hasty).startedWith(LOAN)::explore)
        .withMessageContaining("A function throws on this path: Decision 'approve'");
  }

  private static TestedSaga<Loan> story() {
    return SagaTest.of(loan()).started("loan-1", LOAN);
  }

  private static SagaDefinition<Loan> loan() {
    return Saga.named("loan", Loan.class)
        .deadline(Duration.ofDays(5))
        .until("opening", loan -> Instant.parse(loan.notBefore()))
        .step("check")
        .at("bureau")
        .command(loan -> new Ask("check", loan.id()))
        .compensation(loan -> new Ask("forget", loan.id()))
        .decision(
            "approve",
            decision ->
                decision
                    .options("grant", "refuse")
                    .within(A_DAY, "refuse")
                    .onDecided((loan, decided) -> loan.decided(decided.option())))
        .onlyIf(
            "granted",
            loan -> loan.verdict().equals("grant"),
            branch ->
                branch
                    .delay("cool-down", A_DAY)
                    .step("pay")
                    .at("bank")
                    .command(loan -> new Ask("pay", loan.id()))
                    .pivot())
        .build();
  }
}
