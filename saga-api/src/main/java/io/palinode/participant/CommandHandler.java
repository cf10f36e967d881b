package io.palinode.participant;

/**
 * The business code for one type of command.
 *
 * <ul>
 *   <li>What it writes in {@link CommandContext#transaction} is kept if it answers succeeded, and
 *       undone otherwise.
 *   <li>What it does elsewhere it may do again after a crash, and should do under the command id.
 *   <li>Whatever it throws becomes a "try again" with the exception as its reason.
 * </ul>
 *
 * <p>Called by several threads at a time where the participant's concurrency is above 1, never for
 * one saga at a time.
 *
 * @param <C> the command's class
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface CommandHandler<C, X extends Exception> {

  /** Applies the command, or says why not. */
  Reply handle(C command, CommandContext context) throws X;
}
