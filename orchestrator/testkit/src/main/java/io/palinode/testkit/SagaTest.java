package io.palinode.testkit;

import io.palinode.saga.SagaDefinition;

/**
 * A test of one saga, told as a story: which command is expected, and what its participant answers.
 *
 * <pre>{@code
 * SagaTest.of(placeOrder).started("order-1", order)
 *     .expectCommand("stock", new ReserveStock("order-1", "apple", 2))
 *         .succeeds(new StockReserved("r-7"))
 *     .expectCommand("payments", new ChargeCard("order-1"))
 *         .rejects("CARD_REFUSED")
 *     .expectCompensation("stock", new ReleaseStock("order-1", "r-7"))
 *         .succeeds()
 *     .expectCompensated();
 * }</pre>
 *
 * <ul>
 *   <li>Messages are compared as JSON, as they would travel; so the test also shows that they can.
 *   <li>Nothing takes time but silence, waiting for a retry, and {@link TestedSaga#after}.
 *   <li>The functions of local steps are really run, at once and in no time, and nothing is
 *       expected of the story; what they need from outside is for the test to give them.
 *   <li>After every decision the saga is taken over, as after a crash: a function of the definition
 *       that is not pure fails the test.
 * </ul>
 *
 * <p>Immutable; several stories may be told of one definition.
 *
 * @param <D> the saga's data
 */
public final class SagaTest<D> {
  private final SagaDefinition<D> definition;

  private SagaTest(SagaDefinition<D> definition) {
    this.definition = definition;
  }

  /** Begins a test of this saga. */
  public static <D> SagaTest<D> of(SagaDefinition<D> definition) {
    return new SagaTest<>(definition);
  }

  /**
   * Starts the saga.
   *
   * @throws AssertionError if the orchestrator would refuse the start
   */
  public TestedSaga<D> started(String sagaId, D data) {
    VirtualSaga<D> saga = new VirtualSaga<>(definition);
    saga.start(sagaId, data);
    return new TestedSaga<>(saga);
  }
}
