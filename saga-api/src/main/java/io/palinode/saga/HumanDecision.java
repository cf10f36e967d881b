package io.palinode.saga;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part that waits until a person has chosen one of several options. It has no effect, so nothing
 * of it is undone.
 *
 * <p>Immutable, if the function is pure as it must be.
 *
 * @param name unique in its saga
 * @param options what may be chosen, in the order of the definition's text
 * @param within how long the saga waits, null for ever
 * @param otherwise what is chosen when nobody has decided in time; null where the saga then turns
 *     round
 * @param fold how the choice changes the saga's data, null where it does not
 */
public record HumanDecision<D>(
    String name,
    List<String> options,
    @Nullable Duration within,
    @Nullable String otherwise,
    @Nullable BiFunction<Scope<D>, Decided, D> fold)
    implements Node<D> {

  public HumanDecision {
    options = List.copyOf(options);
  }

  /** True where the saga turns round if nobody decides in time. */
  public boolean mayFail() {
    return within != null && otherwise == null;
  }

  @Override
  public List<Node<D>> inside() {
    return List.of();
  }

  @Override
  public String outline() {
    return "decision(%s,%s,%s,%s)"
        .formatted(
            name,
            String.join("/", options),
            within == null ? "no limit" : within,
            otherwise == null ? "none" : otherwise);
  }
}
