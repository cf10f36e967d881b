package io.palinode.message;

/**
 * What a saga's shard asks of a key, on the topic of replies, keyed by the key's address. Sent by
 * orchestrators only.
 *
 * @param claim the saga and its step that asks
 * @param attempt of the step, from 1
 * @param epoch of the orchestrator that sends it; the key takes no notice of one lower than it has
 *     seen for the claim
 * @param payload what else there is to say: for {@link Verb#CLAIM} what is wanted of the key, for
 *     {@link Verb#TAKEN} the id of the signal, as JSON text
 */
public record KeyRequest(
    KeyAddress address, Verb verb, CommandId claim, int attempt, long epoch, Payload payload) {

  /** What is asked. */
  public enum Verb {
    /**
     * Let the saga have the key, now or later; answered by a reply to the saga's step, and where
     * that is to come later by a {@link KeyQueued} before.
     */
    CLAIM("claim"),
    /** The saga neither has nor wants the key any more; not answered. */
    RELEASE("release"),
    /** The saga has the signal that it was given, and wants no other; not answered. */
    TAKEN("taken");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    /** The word on the wire. */
    public String word() {
      return word;
    }

    static Verb of(String word) {
      for (Verb verb : values()) {
        if (verb.word.equals(word)) {
          return verb;
        }
      }
      throw new MalformedMessage(
          "The header '%s' is '%s'; expected 'claim', 'release' or 'taken'."
              .formatted(WireHeader.KEY_REQUEST, word));
    }
  }

  /** True if the record asks something of a key. */
  public static boolean isOne(WireRecord record) {
    return record.headers().containsKey(WireHeader.KEY_REQUEST);
  }

  public WireRecord toRecord() {
    return WireRecord.keyed(address.toString())
        .with(WireHeader.KEY_REQUEST, verb.word())
        .with(WireHeader.COMMAND, claim.toString())
        .with(WireHeader.ATTEMPT, attempt)
        .with(WireHeader.EPOCH, epoch)
        .carrying(payload);
  }

  /**
   * Reads such a record.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static KeyRequest from(WireRecord record) {
    String key = record.key();
    if (key == null) {
      throw new MalformedMessage("The record has no key; expected the address of a business key.");
    }
    return new KeyRequest(
        KeyAddress.parse(key),
        Verb.of(record.required(WireHeader.KEY_REQUEST)),
        CommandId.parse(record.required(WireHeader.COMMAND)),
        record.requiredAttempt(),
        record.requiredNumber(WireHeader.EPOCH),
        record.payload());
  }
}
