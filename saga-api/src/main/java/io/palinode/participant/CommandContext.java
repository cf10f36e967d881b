package io.palinode.participant;

import io.palinode.message.CommandId;
import io.palinode.message.Direction;

/**
 * What a handler may know about the command that it handles.
 *
 * <p>Immutable; {@link #transaction} is for the handler's thread alone.
 *
 * @param commandId the same over all attempts and deliveries; a good idempotency key for calls to
 *     others
 * @param attempt from 1
 * @param epoch of the orchestrator that sent it
 * @param local the inbox's transaction
 */
public record CommandContext(CommandId commandId, int attempt, long epoch, LocalTransaction local) {

  /** A context without a transaction, for tests of handlers. */
  public static CommandContext of(CommandId commandId) {
    return new CommandContext(commandId, 1, 1, LocalTransaction.none());
  }

  public String sagaId() {
    return commandId.sagaId();
  }

  /** The step, inside a for-each with the number of the item, such as {@code reserve-stock[3]}. */
  public String step() {
    return commandId.step();
  }

  /** The step's name, without the number of an item. */
  public String stepName() {
    return commandId.stepName();
  }

  public Direction direction() {
    return commandId.direction();
  }

  /**
   * The transaction that also keeps the command's key and result.
   *
   * @see LocalTransaction#as
   */
  public <T> T transaction(Class<T> type) {
    return local.as(type);
  }
}
