package io.palinode.chaos.check;

import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * What a run must have met, to be a proof of anything about it. However short it is, a saga must
 * have completed.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions capture nothing
enum Tried {
  FOUND_ITS_DESK_TAKEN(saga -> reasons(saga, "KEY_HELD")),
  HEARD_A_SIGNAL(saga -> saga.heard().size()),
  MISSED_A_SIGNAL(saga -> reasons(saga, "SIGNAL_MISSED")),
  WAS_CANCELLED(
      saga ->
          (int)
              saga.client().requests().stream()
                  .flatMap(each -> each.cancelAnswer().stream())
                  .filter(answer -> answer.verdict() == Verdict.DONE)
                  .count()),
  WAS_PAUSED(saga -> Pauses.of(saga.client()).size());

  /** A run with fewer sagas need not have met everything. */
  static final int MANY_SAGAS = 150;

  private final ToIntFunction<SagaCase> count;

  Tried(ToIntFunction<SagaCase> count) {
    this.count = count;
  }

  int in(Evidence evidence) {
    return evidence.sagas().stream().mapToInt(count).sum();
  }

  /** What no saga of many has met. */
  static List<Contradiction> contradictions(Evidence evidence) {
    var found = new ArrayList<Contradiction>();
    if (evidence.sagas().stream().noneMatch(saga -> saga.cameTo(SagaStatus.COMPLETED))) {
      found.add(new Contradiction("was tried", "completed", "no saga came so far"));
    }
    for (var each : values()) {
      if (evidence.sagas().size() >= MANY_SAGAS && each.in(evidence) == 0) {
        found.add(new Contradiction("was tried", each.toString(), "no saga was met by it"));
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static int reasons(SagaCase saga, String code) {
    boolean given =
        saga.ends().stream()
            .map(end -> end.report().reason())
            .filter(Objects::nonNull)
            .anyMatch(reason -> reason.code().equals(code));
    return given ? 1 : 0;
  }
}
