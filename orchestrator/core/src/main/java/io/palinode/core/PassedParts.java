package io.palinode.core;

import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.DecisionMade;
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
  /** So many at once where nothing is said. */
  private static final String MANY = "1000";

  private final SagaState state;
  private final Set<String> begun = new HashSet<>();
  private final List<String> obstacles = new ArrayList<>();

  PassedParts(SagaState state) {
    this.state = state;
    state.steps().forEach(step -> begun.add(step.step()));
    for (PathEvent event : state.path()) {
      boolean reached = !(event instanceof BranchChosen || event instanceof DecisionMade);
      if (reached) {
        begun.add(event.part());
      }
    }
  }

  /** What would begin behind its time, a sentence each. */
  List<String> obstacles(Outline saga) {
    lookThrough(new Way(saga.inside(), new Spot("", "")));
    return obstacles;
  }

  /** Where parts stand: in which sub-saga, by its key, and for which items, in brackets. */
  private record Spot(String subSaga, String items) {
    String key(Outline part) {
      String own = part.name() + items;
      return subSaga.isEmpty() ? own : StepKey.inside(subSaga, own);
    }

    Spot item(int index) {
      return new Spot(subSaga, StepKey.of(items, index));
    }
  }

  /** Parts that run in turn. */
  private record Way(List<Outline> parts, Spot spot) {}

  private void lookThrough(Way way) {
    List<Outline> parts = way.parts();
    int last = parts.size() - 1;
    while (last >= 0 && !hasBegun(parts.get(last), way.spot())) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      @Nullable String missing = firstMissing(parts.get(i), way.spot());
      if (missing != null) {
        obstacles.add(
            "%s has not begun, and stands before '%s', which has"
                .formatted(missing, parts.get(last).name()));
      }
    }
    if (last >= 0) {
      List<Way> inside = ways(parts.get(last), way.spot());
      inside.forEach(this::lookThrough);
      lookAtTurns(inside, parts.get(last));
    }
  }

  /** Where only so many ways are gone at a time, a later one begins when an earlier one is done. */
  private void lookAtTurns(List<Way> ways, Outline around) {
    int atOnce = Integer.parseInt(around.facts().getOrDefault(Outline.AT_ONCE, MANY));
    List<String> open = new ArrayList<>();
    for (Way way : ways) {
      boolean begins = way.parts().stream().anyMatch(part -> hasBegun(part, way.spot()));
      if (begins && open.size() >= atOnce) {
        obstacles.add(
            "%s has not begun, and %d may be at work at a time, but more are"
                .formatted(open.get(0), atOnce));
        return;
      }
      @Nullable String missing = firstMissing(way);
      if (missing != null) {
        open.add(missing);
      }
    }
  }

  /** What a part goes through: the branches, or the one that is taken, or each item in turn. */
  private List<Way> ways(Outline part, Spot spot) {
    return switch (part.kind()) {
      case Outline.FOR_EACH -> {
        List<Payload> items = state.items(spot.key(part));
        yield IntStream.range(0, items == null ? 0 : items.size())
            .mapToObj(index -> new Way(part.inside(), spot.item(index)))
            .toList();
      }
      case Outline.CHOICE -> {
        BranchChosen chosen = state.choice(spot.key(part));
        yield part.inside().stream()
            .filter(branch -> chosen != null && branch.name().equals(chosen.branch()))
            .map(branch -> new Way(branch.inside(), spot))
            .toList();
      }
      case Outline.SAGA -> List.of(new Way(part.inside(), new Spot(spot.key(part), "")));
      default ->
          hasBranches(part)
              ? part.inside().stream().map(branch -> new Way(branch.inside(), spot)).toList()
              : List.of(new Way(part.inside(), spot));
    };
  }

  private boolean hasBegun(Outline part, Spot spot) {
    return isNoted(part, spot)
        || ways(part, spot).stream()
            .anyMatch(way -> way.parts().stream().anyMatch(each -> hasBegun(each, way.spot())));
  }

  /** The first thing in the part that has not begun and was not left out by a choice. */
  private @Nullable String firstMissing(Outline part, Spot spot) {
    boolean notes =
        switch (part.kind()) {
          case Outline.CHOICE, Outline.FOR_EACH, Outline.SAGA -> true;
          default -> part.inside().isEmpty();
        };
    if (notes && !isNoted(part, spot)) {
      return "%s '%s'".formatted(part.kind(), spot.key(part));
    }
    for (Way way : ways(part, spot)) {
      @Nullable String missing = firstMissing(way);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private @Nullable String firstMissing(Way way) {
    for (Outline part : way.parts()) {
      @Nullable String missing = firstMissing(part, way.spot());
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  /** True if the log has something to say of the part itself. */
  private boolean isNoted(Outline part, Spot spot) {
    String key = spot.key(part);
    return part.kind().equals(Outline.CHOICE) ? state.choice(key) != null : begun.contains(key);
  }

  private static boolean hasBranches(Outline part) {
    return part.inside().stream().anyMatch(inside -> inside.kind().equals(Outline.BRANCH));
  }
}
