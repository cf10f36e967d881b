package io.palinode.message;

/**
 * What names one command: the saga, the step, and the direction. All attempts and re-sends of a
 * command share it, so a participant that remembers it applies the command once.
 *
 * @param step the step's key: its name, in a for-each the number of the item, in a sub-saga the way
 *     to it; see {@link StepKey}
 */
public record CommandId(String sagaId, String step, Direction direction) {

  /**
   * Reads the form {@code saga/step/direction}.
   *
   * @throws MalformedMessage if the text has another form
   */
  public static CommandId parse(String text) {
    int last = text.lastIndexOf('/');
    int first = text.indexOf('/');
    if (first <= 0 || last <= first + 1) {
      throw new MalformedMessage(
          "The command id is '%s'; expected 'saga/step/direction'.".formatted(text));
    }
    return new CommandId(
        SagaId.require(text.substring(0, first)),
        text.substring(first + 1, last),
        Direction.of(text.substring(last + 1)));
  }

  /** The step's own name, without the number of an item and the sub-saga around it. */
  public String stepName() {
    return StepKey.name(step);
  }

  /** The id of the command in the other direction of the same step. */
  public CommandId opposite() {
    return new CommandId(
        sagaId, step, direction == Direction.ACTION ? Direction.COMPENSATION : Direction.ACTION);
  }

  @Override
  public String toString() {
    return sagaId + "/" + step + "/" + direction.word();
  }
}
