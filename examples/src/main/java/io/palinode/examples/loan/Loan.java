package io.palinode.examples.loan;

import io.palinode.saga.Decided;
import org.jspecify.annotations.Nullable;

/**
 * What the saga of one loan knows.
 *
 * @param rating of the customer, 0 until it is known
 * @param verdict of whoever approves, empty until it is given
 * @param signedBy who signed the contract, empty until somebody has
 * @param policy of its insurance, null until it is insured
 */
public record Loan(
    String id,
    String customer,
    long cents,
    int rating,
    String verdict,
    String signedBy,
    @Nullable String policy) {

  static Loan appliedFor(GrantLoan.Application application) {
    return new Loan(
        "loan-" + application.number(),
        application.customer(),
        application.cents(),
        0,
        "",
        "",
        null);
  }

  Loan rated(GrantLoan.Rating found) {
    return new Loan(id, customer, cents, found.points(), verdict, signedBy, policy);
  }

  Loan decided(Decided decided) {
    return new Loan(id, customer, cents, rating, decided.option(), signedBy, policy);
  }

  Loan signed(GrantLoan.Signed signed) {
    return new Loan(id, customer, cents, rating, verdict, signed.by(), policy);
  }

  Loan insured(GrantInsuredLoan.Insured insured) {
    return new Loan(id, customer, cents, rating, verdict, signedBy, insured.policy());
  }
}
