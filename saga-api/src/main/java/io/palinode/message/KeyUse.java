package io.palinode.message;

/** What a business key is used for. */
public enum KeyUse {
  /** One saga at a time. */
  LOCK("lock"),
  /** A mailbox of signals, each for one saga. */
  SIGNAL("signal");

  private final String word;

  KeyUse(String word) {
    this.word = word;
  }

  /** The word on the wire, in the journal and in the names of steps. */
  public String word() {
    return word;
  }

  /**
   * The use of this word.
   *
   * @throws MalformedMessage if there is none
   */
  public static KeyUse of(String word) {
    for (KeyUse use : values()) {
      if (use.word.equals(word)) {
        return use;
      }
    }
    throw new MalformedMessage("'%s' is no use of a key.".formatted(word));
  }
}
