package io.palinode.testkit.paths;

import io.palinode.message.Direction;
import io.palinode.testkit.paths.Answer.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a participant remembers of one step, and what is true of it: the rules of the participants'
 * inbox.
 *
 * <p>Immutable.
 *
 * @param action how the action was answered for good; null if it was not
 * @param undo how the compensation was; null if it was not
 * @param effect true if the action's effect is there and not undone
 */
record Memory(@Nullable Kind action, @Nullable Kind undo, boolean effect) {
  static final Memory NONE = new Memory(null, null, false);

  /** What it must answer, whatever it would like to; null where it is free. */
  @Nullable Kind bound(Direction direction) {
    if (direction == Direction.COMPENSATION) {
      return undo != null ? undo : action == null ? Kind.SUCCEEDED : null;
    }
    return action != null ? action : undo != null ? Kind.REJECTED : null;
  }

  Memory after(Direction direction, Kind answer) {
    if (direction == Direction.ACTION) {
      boolean settles = action == null && undo == null && answer != Kind.TRY_AGAIN;
      return settles ? new Memory(answer, null, answer == Kind.SUCCEEDED) : this;
    }
    return answer == Kind.SUCCEEDED ? new Memory(action, answer, false) : this;
  }
}
