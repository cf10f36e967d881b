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

  /**
   * The step's key, such as {@code reserve-stock[3]} inside a for-each and {@code pay.charge-card}
   * inside a sub-saga; see {@link io.palinode.message.StepKey}.
   */
  public String step() {
    return commandId.step();
  }

  /** The step's own name, as its definition has it, whatever for-each or sub-saga is around it. */
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
