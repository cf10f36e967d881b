package io.palinode.message;

/**
 * A command to a participant.
 *
 * @param id the same over all attempts and re-sends
 * @param attempt from 1
 * @param epoch of the orchestrator that sends it; a participant refuses one lower than it has seen
 *     for the saga
 */
public record CommandMessage(CommandId id, int attempt, long epoch, Payload payload) {

  public WireRecord toRecord() {
    return WireRecord.keyed(id.sagaId())
        .with(WireHeader.COMMAND, id.toString())
        .with(WireHeader.ATTEMPT, attempt)
        .with(WireHeader.EPOCH, epoch)
        .carrying(payload);
  }

  /**
   * Reads a record of a command topic.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static CommandMessage from(WireRecord record) {
    record.required(WireHeader.TYPE);
    return new CommandMessage(
        record.commandId(),
        record.requiredAttempt(),
        record.requiredNumber(WireHeader.EPOCH),
        record.payload());
  }
}
