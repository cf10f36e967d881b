package io.palinode.participant;

/**
 * A participant's memory of the commands that it has settled. The rules are elsewhere; an inbox
 * only keeps.
 *
 * <ul>
 *   <li>A unit is kept as a whole, with the business effect that joined its transaction, or not at
 *       all.
 *   <li>Units of one saga run one after another, over all processes that share the inbox, and each
 *       sees what those before it kept.
 *   <li>What is kept stays for longer than the longest saga plus the retention of the command
 *       topic.
 * </ul>
 *
 * <p>Safe for use by any thread; a unit belongs to the thread that runs it.
 */
public interface Inbox {

  /**
   * Runs one unit and keeps it.
   *
   * @return what the work returned; the unit is kept by then
   * @throws InboxUnavailable if the unit was not kept, or if that is not known. The command will be
   *     delivered again.
   */
  <R> R inUnit(String sagaId, Work<R> work);

  /** What is done in a unit. If it throws, nothing of the unit is kept. */
  @FunctionalInterface
  interface Work<R> {
    R in(InboxUnit unit);
  }
}
