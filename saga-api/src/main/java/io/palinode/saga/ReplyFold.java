package io.palinode.saga;

import java.util.function.BiFunction;

/** How a success reply of one type changes the saga's data. */
public record ReplyFold<D, R>(Class<R> replyType, BiFunction<Scope<D>, R, D> fold) {

  /** The data after the reply. */
  public D apply(Scope<D> scope, Object reply) {
    return fold.apply(scope, replyType.cast(reply));
  }
}
