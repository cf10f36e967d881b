package io.palinode.client;

/**
 * The client follows as many sagas as it may. Wait for some of them, give some up, or raise its
 * limit.
 */
public final class TooManyOpenSagas extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TooManyOpenSagas(int limit) {
    super("The client follows %,d sagas, which is its limit.".formatted(limit));
  }
}
