package io.palinode.saga;

import java.util.List;

/** A definition that breaks a rule. The message names every fault, the step, and how to mend it. */
public final class InvalidSagaDefinition extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidSagaDefinition(String saga, List<String> faults) {
    super(
        "Saga '%s' cannot be built:%n  - %s"
            .formatted(saga, String.join("%n  - ".formatted(), faults)));
  }
}
