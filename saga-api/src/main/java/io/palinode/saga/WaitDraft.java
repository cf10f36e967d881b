package io.palinode.saga;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wait as it is being written.
 *
 * <p>Not safe for use by several threads.
 */
final class WaitDraft<D> extends Draft<D> {
  private final Wait<D> wait;

  WaitDraft(Wait<D> wait) {
    super("wait", wait.name());
    this.wait = wait;
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.of(this);
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    Duration fixed = wait.fixed();
    if (fixed != null && Wait.isOutOfRange(fixed)) {
      faults.add(fault("lasts " + fixed, "give a duration " + Wait.RANGE));
      return Optional.empty();
    }
    return Optional.of(wait);
  }
}
