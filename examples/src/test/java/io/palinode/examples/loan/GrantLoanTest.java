package io.palinode.examples.loan;

import io.palinode.examples.loan.GrantInsuredLoan.CancelInsurance;
import io.palinode.examples.loan.GrantInsuredLoan.Insure;
import io.palinode.examples.loan.GrantInsuredLoan.Insured;
import io.palinode.examples.loan.GrantLoan.Application;
import io.palinode.examples.loan.GrantLoan.FreeMoney;
import io.palinode.examples.loan.GrantLoan.LoanGranted;
import io.palinode.examples.loan.GrantLoan.LoanRefused;
import io.palinode.examples.loan.GrantLoan.PayOut;
import io.palinode.examples.loan.GrantLoan.ReserveMoney;
import io.palinode.examples.loan.GrantLoan.Signed;
import io.palinode.testkit.SagaTest;
import io.palinode.testkit.TestedSaga;
import io.palinode.testkit.paths.FailurePaths;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrantLoanTest {
  private static final Application APPLICATION = new Application(7, "eve", 900_000);

  @Test
  void shouldPayOutWhatIsApprovedAndSignedWhenNobodyCanWithdrawAnyMore() {
    signed()
        .expectNothingSent()
        .after(Duration.ofDays(14))
        .expectCommand("treasury", new PayOut("loan-7", "Eve"))
        .succeeds()
        .expectCompleted(new Loan("loan-7", "eve", 900_000, 5, "grant", "Eve", null))
        .expectNotice("bank.news", new LoanGranted("loan-7", 900_000));
  }

  @Test
  void shouldRefuseWhereNobodyDecides() {
    waitingForApproval()
        .after(Duration.ofDays(2))
        .expectCompensation("treasury", new FreeMoney("loan-7"))
        .succeeds()
        .expectCompensated()
        .expectNotice("bank.news", new LoanRefused("loan-7", "NOT_APPROVED"));
  }

  @Test
  void shouldFreeTheMoneyWhereTheContractIsNotSigned() {
    waitingForApproval()
        .decide("approve", "grant", "Bob", "She is known.")
        .expectWait("contract-signed", "loan-7")
        .doesNotCome()
        .expectCompensation("treasury", new FreeMoney("loan-7"))
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldFreeTheMoneyWhereTheCustomerWithdraws() {
    signed()
        .after(Duration.ofDays(3))
        .cancel("She has changed her mind.")
        .expectCompensation("treasury", new FreeMoney("loan-7"))
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldInsureALoanThatIsUnderWay() {
    signed()
        .after(Duration.ofDays(3))
        .migrateTo(GrantInsuredLoan.DEFINITION)
        .after(Duration.ofDays(11))
        .expectCommand("insurer", new Insure("loan-7", 900_000))
        .succeeds(new Insured("p-12"))
        .expectCommand("treasury", new PayOut("loan-7", "Eve"))
        .rejects("ACCOUNT_CLOSED")
        .expectCompensation("insurer", new CancelInsurance("loan-7"))
        .succeeds()
        .expectCompensation("treasury", new FreeMoney("loan-7"))
        .succeeds()
        .expectCompensated("ACCOUNT_CLOSED");
  }

  @Test
  void shouldNotInsureALoanThatIsBeingPaidOut() {
    var payOut =
        signed().after(Duration.ofDays(14)).expectCommand("treasury", new PayOut("loan-7", "Eve"));
    payOut
        .triesAgain("CLOSED")
        .expectCannotMigrateTo(
            GrantInsuredLoan.DEFINITION,
            "step 'insure' has not begun, and stands before 'pay-out', which has")
        .expectCommand("treasury", new PayOut("loan-7", "Eve"))
        .succeeds()
        .expectCompleted();
  }

  @Test
  void shouldKeepItsRulesWhateverGoesWrong() {
    FailurePaths.of(GrantLoan.DEFINITION)
        .startedWith(Loan.appliedFor(APPLICATION))
        .faults(1)
        .explore();
  }

  private static TestedSaga<Loan> signed() {
    return waitingForApproval()
        .decide("approve", "grant", "Bob", "She is known.")
        .expectWait("contract-signed", "loan-7")
        .comes(new Signed("Eve"));
  }

  private static TestedSaga<Loan> waitingForApproval() {
    return SagaTest.of(GrantLoan.DEFINITION)
        .startedBy("bank.applications", APPLICATION)
        .expectLock("customer", "eve")
        .isGranted()
        .expectCommand("treasury", new ReserveMoney("loan-7", 900_000))
        .succeeds()
        .expectDecision("approve");
  }
}
