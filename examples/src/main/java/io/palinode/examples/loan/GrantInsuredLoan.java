package io.palinode.examples.loan;

import io.palinode.saga.SagaDefinition;

/**
 * Version 2 of {@link GrantLoan}: before it is paid out, the loan is insured.
 *
 * <p>Loans take weeks, so those under way may move to it, as long as they are not being paid out.
 * Jackson reads their data as they are: {@link Loan#policy} is null in them.
 */
public final class GrantInsuredLoan {
  public static final SagaDefinition<Loan> DEFINITION =
      GrantLoan.untilNobodyCanWithdraw(2)
          .step("insure")
          .at("insurer")
          .command(loan -> new Insure(loan.id(), loan.cents()))
          .onReply(Insured.class, Loan::insured)
          .compensation(loan -> new CancelInsurance(loan.id()))
          //
          .step("pay-out")
          .at("treasury")
          .command(GrantLoan.PayOut::of)
          .pivot()
          .build();

  private GrantInsuredLoan() {}

  public record Insure(String loan, long cents) {}

  public record Insured(String policy) {}

  public record CancelInsurance(String loan) {}
}
