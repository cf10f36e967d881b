package io.palinode.core;

import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows where a saga's way depends on its data. Each is decided once, when it is reached,
 * and journaled.
 *
 * <ul>
 *   <li>A function that throws parks the saga: no way is better than another.
 *   <li>Too many items are a failure. It turns the saga round, or parks it where nothing is undone
 *       any more.
 * </ul>
 *
 * <p>Lives for one deliberation.
 */
final class ForkRules<D> {
  private final Deliberation<D> deliberation;

  ForkRules(Deliberation<D> deliberation) {
    this.deliberation = deliberation;
  }

  void choose(Choice<D> choice, String key, @Nullable Round<D> round) {
    Choice.@Nullable Option<D> chosen;
    try {
      chosen = choice.choose(deliberation.scope(round));
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      deliberation.park(new Reason("CHOICE_NOT_MADE", "Choice '%s': %s".formatted(key, e)));
      return;
    }
    deliberation.record(new BranchChosen(key, chosen == null ? null : chosen.label()));
  }

  void list(ForEach<D> each) {
    List<Payload> listed;
    try {
      List<?> items = each.items().apply(deliberation.scope(null));
      if (items.size() > each.atMost()) {
        refuse(each, items.size());
        return;
      }
      listed = deliberation.codec().encodeAll(items, each.itemType(), bytesListed());
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      deliberation.park(
          new Reason("ITEMS_NOT_LISTED", "For-each '%s': %s".formatted(each.name(), e)));
      return;
    }
    deliberation.record(new ItemsListed(each.name(), listed));
  }

  private void refuse(ForEach<D> each, int items) {
    Reason reason =
        new Reason(
            "TOO_MANY_ITEMS",
            "For-each '%s' has %d items; at most %d are allowed."
                .formatted(each.name(), items, each.atMost()));
    if (deliberation.isDecided()) {
      deliberation.park(reason);
    } else {
      deliberation.turnRound(reason);
    }
  }

  /** All items of a saga share one limit, since all of them stay in its log. */
  private int bytesListed() {
    return deliberation.state().path().stream()
        .filter(ItemsListed.class::isInstance)
        .flatMap(event -> ((ItemsListed) event).items().stream())
        .mapToInt(item -> item.json().length)
        .sum();
  }
}
