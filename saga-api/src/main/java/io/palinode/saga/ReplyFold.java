package io.palinode.saga;

import java.util.function.BiFunction;

/** How a success reply of one type changes the saga's data. */
public record ReplyFold<D, R>(Class<R> replyType, BiFunction<D, R, D> fold) {

  /** The data after the reply. */
  public D apply(D data, Object reply) {
    return fold.apply(data, replyType.cast(reply));
  }
}
