package io.palinode.message;

/** Whether a command carries a step out or undoes it. */
public enum Direction {
  ACTION("action"),
  COMPENSATION("compensation");

  private final String word;

  Direction(String word) {
    this.word = word;
  }

  /** The word on the wire and in the journal. */
  public String word() {
    return word;
  }

  /**
   * The direction of this word.
   *
   * @throws MalformedMessage if it is neither of the two
   */
  public static Direction of(String word) {
    return switch (word) {
      case "action" -> ACTION;
      case "compensation" -> COMPENSATION;
      default ->
          throw new MalformedMessage(
              "The direction is '%s'; expected 'action' or 'compensation'.".formatted(word));
    };
  }
}
