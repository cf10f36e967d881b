package io.palinode.participant;

/**
 * The transaction in which an inbox keeps a command's key and result, so that the business effect
 * can join it.
 *
 * <p>Valid while the handler runs, on the handler's thread.
 */
@FunctionalInterface
public interface LocalTransaction {

  /**
   * The transaction in the form of some library, such as a {@code java.sql.Connection} with
   * auto-commit off. The handler neither commits nor closes it.
   *
   * @throws IllegalStateException if the inbox has no such transaction
   */
  <T> T as(Class<T> type);

  /** No transaction: whatever is asked for is missing. */
  static LocalTransaction none() {
    return new LocalTransaction() {
      @Override
      public <T> T as(Class<T> type) {
        throw new IllegalStateException(
            "There is no %s here: the participant's inbox has no such transaction. Give it one that has."
                .formatted(type.getName()));
      }
    };
  }
}
