package io.palinode.core;

import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.PathEvent;
import io.palinode.message.Payload;
import io.palinode.message.StepKey;
import io.palinode.saga.Outline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks in a version of a definition for parts that a saga has passed by: they have not begun,
 * although something that stands behind them has.
 *
 * <p>Lives for one question.
 */
final class PassedParts {
  /** The index of what stands in no for-each. */
  private static final int NO_ITEM = -1;

  /** So many at once where nothing is said. */
  private static final String MANY = "1000";

  private final SagaState state;
  private final Set<String> begun = new HashSet<>();
  private final List<String> obstacles = new ArrayList<>();

  PassedParts(SagaState state) {
    this.state = state;
    state.steps().forEach(step -> begun.add(step.step()));
    for (PathEvent event : state.path()) {
      begun.add(event.part());
    }
  }

  /** What would begin behind its time, a sentence each. */
  List<String> obstacles(Outline saga) {
    lookThrough(saga.inside(), NO_ITEM);
    return obstacles;
  }

  /** Looks at parts that run in turn. */
  private void lookThrough(List<Outline> parts, int item) {
    int last = parts.size() - 1;
    while (last >= 0 && !hasBegun(parts.get(last), item)) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      @Nullable Outline missing = firstMissing(parts.get(i), item);
      if (missing != null) {
        obstacles.add(
            "%s has not begun, and stands before '%s', which has"
                .formatted(missing.title(), parts.get(last).name()));
      }
    }
    if (last >= 0) {
      lookInside(parts.get(last), item);
    }
  }

  private void lookInside(Outline part, int item) {
    if (!part.kind().equals(Outline.FOR_EACH) && !hasWays(part)) {
      lookThrough(part.inside(), item);
      return;
    }
    List<Way> ways = ways(part, item);
    ways.forEach(way -> lookThrough(way.parts(), way.item()));
    lookAtTurns(ways, Integer.parseInt(part.facts().getOrDefault(Outline.AT_ONCE, MANY)));
  }

  /** Parts that run in turn, beside others or for one item. */
  private record Way(List<Outline> parts, int item) {}

  private List<Way> ways(Outline part, int item) {
    return part.kind().equals(Outline.FOR_EACH)
        ? IntStream.range(0, items(part)).mapToObj(i -> new Way(part.inside(), i)).toList()
        : part.inside().stream().map(branch -> new Way(branch.inside(), item)).toList();
  }

  /** Where only so many ways are gone at a time, a later one begins when an earlier one is done. */
  private void lookAtTurns(List<Way> ways, int atOnce) {
    List<String> open = new ArrayList<>();
    for (Way way : ways) {
      boolean begins = way.parts().stream().anyMatch(part -> hasBegun(part, way.item()));
      if (begins && open.size() >= atOnce) {
        obstacles.add(
            "%s has not begun, and %d may be at work at a time, but more are"
                .formatted(open.get(0), atOnce));
        return;
      }
      Outline missing = firstMissing(way.parts(), way.item());
      if (missing != null) {
        open.add("%s '%s'".formatted(missing.kind(), key(missing, way.item())));
      }
    }
  }

  private boolean hasBegun(Outline part, int item) {
    if (begun.contains(key(part, item)) && !part.kind().equals(Outline.BRANCH)) {
      return true;
    }
    if (part.kind().equals(Outline.FOR_EACH)) {
      return false;
    }
    return part.inside().stream().anyMatch(inside -> hasBegun(inside, item));
  }

  /** The first thing in the part that has not begun and was not left out by a choice. */
  private @Nullable Outline firstMissing(Outline part, int item) {
    if (part.inside().isEmpty()) {
      return begun.contains(key(part, item)) ? null : part;
    }
    return switch (part.kind()) {
      case Outline.CHOICE -> missingInChoice(part, item);
      case Outline.FOR_EACH -> missingInItems(part);
      default -> firstMissing(part.inside(), item);
    };
  }

  private @Nullable Outline firstMissing(List<Outline> parts, int item) {
    for (Outline part : parts) {
      Outline missing = firstMissing(part, item);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private @Nullable Outline missingInChoice(Outline choice, int item) {
    BranchChosen chosen = state.choice(key(choice, item));
    if (chosen == null) {
      return choice;
    }
    List<Outline> taken =
        choice.inside().stream().filter(each -> each.name().equals(chosen.branch())).toList();
    return firstMissing(taken, item);
  }

  private @Nullable Outline missingInItems(Outline each) {
    if (!begun.contains(each.name())) {
      return each;
    }
    for (int i = 0; i < items(each); i++) {
      Outline missing = firstMissing(each.inside(), i);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private int items(Outline each) {
    List<Payload> items = state.items(each.name());
    return items == null ? 0 : items.size();
  }

  private static boolean hasWays(Outline part) {
    return part.inside().stream().anyMatch(inside -> inside.kind().equals(Outline.BRANCH));
  }

  private static String key(Outline part, int item) {
    return item == NO_ITEM ? part.name() : StepKey.of(part.name(), item);
  }
}
