package io.palinode.examples.loan;

import io.palinode.saga.Rejection;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;

/**
 * The saga of a loan, which takes weeks: it is started by an application, waits for a banker's
 * decision, for the customer's signature, and until nobody can withdraw any more.
 *
 * <p>One loan of a customer is worked on at a time.
 */
public final class GrantLoan {
  static final String GRANT = "grant";
  static final String REFUSE = "refuse";

  public static final SagaDefinition<Loan> DEFINITION =
      untilNobodyCanWithdraw(1).step("pay-out").at("treasury").command(PayOut::of).pivot().build();

  private GrantLoan() {}

  /** What all versions have in common. */
  static SagaBuilder<Loan> untilNobodyCanWithdraw(int version) {
    return Saga.named("grant-loan", Loan.class)
        .version(version)
        .startedBy("bank.applications", Application.class)
        .id(application -> "loan-" + application.number())
        .data(Loan::appliedFor)
        .exclusiveBy("customer", Loan::customer)
        .deadline(Duration.ofDays(60))
        .onCompleted("bank.news", loan -> new LoanGranted(loan.id(), loan.cents()))
        .onCompensated("bank.news", (loan, why) -> new LoanRefused(loan.id(), why.code()))
        //
        .step("rate-customer")
        .locally(loan -> new Rating(loan.cents() > 1_000_000 ? 2 : 5))
        .onReply(Rating.class, Loan::rated)
        .withoutCompensation()
        //
        .step("reserve-money")
        .at("treasury")
        .command(loan -> new ReserveMoney(loan.id(), loan.cents()))
        .compensation(loan -> new FreeMoney(loan.id()))
        //
        .decision(
            "approve",
            approve ->
                approve
                    .options(GRANT, REFUSE)
                    .within(Duration.ofDays(2), REFUSE)
                    .onDecided(Loan::decided))
        .step("heed-verdict")
        .locally(GrantLoan::heed)
        .withoutCompensation()
        //
        .signal("contract-signed", Signed.class)
        .by(Loan::id)
        .within(Duration.ofDays(14))
        .onSignal(Loan::signed)
        .delay("withdrawal-period", Duration.ofDays(14));
  }

  private static Object heed(Loan loan) {
    if (loan.verdict().equals(REFUSE)) {
      throw new Rejection("NOT_APPROVED", "The bank does not grant this loan.");
    }
    return loan.verdict();
  }

  /** A record of the bank's own topic. */
  public record Application(int number, String customer, long cents) {}

  public record Rating(int points) {}

  public record ReserveMoney(String loan, long cents) {}

  public record FreeMoney(String loan) {}

  public record Signed(String by) {}

  public record PayOut(String loan, String to) {
    static PayOut of(Loan loan) {
      return new PayOut(loan.id(), loan.signedBy());
    }
  }

  public record LoanGranted(String loan, long cents) {}

  public record LoanRefused(String loan, String code) {}
}
