package io.palinode.saga;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes what runs once for each item of a list.
 *
 * <p>The list is made once, from the data as they stand when the for-each is reached, and is
 * journaled. More items than allowed turn the saga round, with the reason code {@code
 * TOO_MANY_ITEMS}. A function that throws parks the saga.
 *
 * <p>A step inside is called by its name and the number of the item, such as {@code
 * reserve-stock[3]}, in command ids, journal and reports. Items count from 0. In a for-each inside
 * another one, functions are given an {@link Item} whose data are the outer item, and a step has
 * two numbers: {@code reserve-stock[3][0]}.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <V> what the functions around are given: the saga's data, or an outer {@link Item}
 * @param <D> the saga's data
 * @param <I> the items
 * @param <P> where the for-each stands
 */
public final class ForEachBuilder<V, D, I, P> extends Draft<D> {
  private final P place;
  private final Function<Scope<D>, V> view;
  private final Class<I> itemType;
  private final Function<Scope<D>, ? extends Collection<I>> items;
  private @Nullable Branch<Item<V, I>, D> body;
  private int atMost;
  private int atOnce = 1;

  ForEachBuilder(
      P place,
      Function<Scope<D>, V> view,
      String name,
      Class<I> itemType,
      Function<Scope<D>, ? extends Collection<I>> items) {
    super("for-each", name);
    this.place = place;
    this.view = view;
    this.itemType = itemType;
    this.items = items;
  }

  /** A for-each that does not say yet how many items there may be. */
  public static final class Unbounded<V, D, I, P> {
    private final ForEachBuilder<V, D, I, P> bounded;

    Unbounded(ForEachBuilder<V, D, I, P> bounded) {
      this.bounded = bounded;
    }

    /** How many items there may be. More of them are a failure, and the saga turns round. */
    public ForEachBuilder<V, D, I, P> atMost(int items) {
      bounded.atMost = items;
      return bounded;
    }
  }

  /** How many items are worked on at a time; one after another if unsaid. */
  public ForEachBuilder<V, D, I, P> atOnce(int items) {
    this.atOnce = items;
    return this;
  }

  /** Ends the for-each with what runs for each item: one step, or several parts in turn. */
  public P run(Consumer<Branch<Item<V, I>, D>> parts) {
    body =
        Parts.written(
            scope ->
                new Item<>(
                    view.apply(scope.outer()),
                    Objects.requireNonNull(itemType.cast(scope.item()), "There is no item."),
                    scope.index()),
            parts);
    return place;
  }

  @Override
  Stream<Draft<D>> all() {
    return Stream.concat(Stream.of(this), inside());
  }

  @Override
  Optional<Node<D>> toNode(List<String> faults) {
    int before = faults.size();
    checkWhole(faults);
    if (body == null) {
      return Optional.empty();
    }
    Node<D> part = body.toSequence(faults).plain();
    return faults.size() > before
        ? Optional.empty()
        : Optional.of(
            new ForEach<>(
                name(),
                itemType,
                scope -> List.copyOf(items.apply(scope)),
                atMost,
                Math.min(atOnce, atMost),
                part));
  }

  private Stream<Draft<D>> inside() {
    return body == null ? Stream.empty() : body.all();
  }

  private void checkWhole(List<String> faults) {
    if (atMost < 1) {
      faults.add(
          fault("does not say how many items there may be", "add .atMost(items), with 1 or more"));
    }
    if (atOnce < 1) {
      faults.add(fault("works on %d items at once".formatted(atOnce), "give 1 or more"));
    }
    if (body == null || body.isEmpty()) {
      faults.add(fault("has nothing to run", "end it with .run(item -> item.step(...)...)"));
    }
  }
}
