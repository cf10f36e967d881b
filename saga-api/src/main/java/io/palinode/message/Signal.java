package io.palinode.message;

/**
 * A signal to whichever saga waits for it, on the topic of starts, keyed by the address of its key.
 *
 * @param signalId by which a repeated signal is known; in the form of a saga id
 */
public record Signal(KeyAddress address, String signalId, Payload payload) {
  private static final String WORD = "signal";

  public Signal {
    SagaId.require(signalId);
  }

  /** True if the record is a signal. */
  public static boolean isOne(WireRecord record) {
    return WORD.equals(record.headers().get(WireHeader.REQUEST));
  }

  public WireRecord toRecord() {
    return WireRecord.keyed(address.toString())
        .with(WireHeader.REQUEST, WORD)
        .with(WireHeader.SIGNAL, signalId)
        .carrying(payload);
  }

  /**
   * Reads such a record.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static Signal from(WireRecord record) {
    String key = record.key();
    if (key == null) {
      throw new MalformedMessage("The record has no key; expected the address of a business key.");
    }
    KeyAddress address = KeyAddress.parse(key);
    if (address.use() != KeyUse.SIGNAL) {
      throw new MalformedMessage("The record's key is '%s'; no signal goes there.".formatted(key));
    }
    return new Signal(address, record.required(WireHeader.SIGNAL), record.payload());
  }
}
