package io.palinode.saga;

import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.util.function.BiFunction;

/**
 * A message of the user's that is sent when a saga comes to stand so.
 *
 * @param status completed, compensated or parked
 * @param topic the user's own; its whole name
 * @param message a pure function of the data, and of the reason why the saga was undone or parked;
 *     the reason of a saga that completed says nothing
 */
public record Notice<D>(SagaStatus status, String topic, BiFunction<D, Reason, ?> message) {

  /** The fact of an outline that names the topic, such as {@code on-completed}. */
  String fact() {
    return "on-" + status.word();
  }
}
