package io.palinode.saga;

/**
 * Describes one step of a saga; see {@link StepDescription}.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <D> the saga's data
 */
public final class StepBuilder<D> extends StepDescription<D, D, StepBuilder<D>, SagaBuilder<D>> {
  private final SagaBuilder<D> saga;

  StepBuilder(SagaBuilder<D> saga, String name, String participant) {
    super(saga, name, participant);
    this.saga = saga;
  }

  /** Ends the saga; see {@link SagaBuilder#build}. */
  public SagaDefinition<D> build() {
    return saga.build();
  }

  @Override
  StepBuilder<D> self() {
    return this;
  }
}
