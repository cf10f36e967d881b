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
    if (fixed != null && (fixed.toMillis() < 1 || fixed.compareTo(Wait.LONGEST) > 0)) {
      faults.add(
          fault(
              "lasts " + fixed,
              "give a duration from 1 ms to %d days".formatted(Wait.LONGEST.toDays())));
      return Optional.empty();
    }
    return Optional.of(wait);
  }
}
