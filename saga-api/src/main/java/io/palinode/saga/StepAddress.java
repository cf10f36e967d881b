package io.palinode.saga;

import java.util.function.Function;

/**
 * A step that has a name and not yet a participant.
 *
 * @param <S> the description of the step
 */
public final class StepAddress<S> {
  private final Function<String, S> description;

  StepAddress(Function<String, S> description) {
    this.description = description;
  }

  /** The participant that carries the step out, by the name under which it serves its commands. */
  public S at(String participant) {
    return description.apply(participant);
  }
}
