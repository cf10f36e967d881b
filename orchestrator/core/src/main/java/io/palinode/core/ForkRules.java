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
final class ForkRules {
  private final Deliberation<?> deliberation;

  ForkRules(Deliberation<?> deliberation) {
    this.deliberation = deliberation;
  }

  <D> void choose(Choice<D> choice, String key, Place<D> place) {
    Choice.@Nullable Option<D> chosen;
    try {
      chosen = choice.choose(place.scope(deliberation));
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      deliberation.park(new Reason("CHOICE_NOT_MADE", "Choice '%s': %s".formatted(key, e)));
      return;
    }
    deliberation.record(new BranchChosen(key, chosen == null ? null : chosen.label()));
  }

  <D> void list(ForEach<D> each, String key, Place<D> place) {
    List<Payload> listed;
    try {
      List<?> items = each.items().apply(place.scope(deliberation));
      if (items.size() > each.atMost()) {
        refuse(each, key, items.size());
        return;
      }
      listed =
          deliberation.codec().encodeAll(items, each.itemType(), deliberation.state().bytesKept());
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      deliberation.park(new Reason("ITEMS_NOT_LISTED", "For-each '%s': %s".formatted(key, e)));
      return;
    }
    deliberation.record(new ItemsListed(key, listed));
  }

  private void refuse(ForEach<?> each, String key, int items) {
    Reason reason =
        new Reason(
            "TOO_MANY_ITEMS",
            "For-each '%s' has %d items; at most %d are allowed."
                .formatted(key, items, each.atMost()));
    if (deliberation.isDecided()) {
      deliberation.park(reason);
    } else {
      deliberation.turnRound(reason);
    }
  }
}
