package io.palinode.chaos.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.chaos.check.StartLine.Occasion;
import io.palinode.chaos.participant.LedgerLine;
import io.palinode.chaos.participant.LedgerLine.Effect;
import io.palinode.chaos.saga.Errand;
import io.palinode.chaos.saga.Script;
import io.palinode.message.Direction;
import io.palinode.message.HistoryEntry;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.List;

/** The evidence on one saga, as a test needs it. */
final class Case {
  static final String ID = "errand-1";
  private static final long BEGUN = 1_000;
  private static final long ENDED = 2_000;

  private final List<StartLine> starts = new ArrayList<>();
  private final List<Applied> effects = new ArrayList<>();
  private final List<Reported> reports = new ArrayList<>();
  private final List<ToldLine> told = new ArrayList<>();
  private boolean live;
  private int tick;

  /** A saga that was asked for once. */
  static Case of(String definition, Script script) {
    return new Case().asked(definition, script);
  }

  /** A saga that nobody asked for. */
  static Case unasked() {
    return new Case();
  }

  Case asked(String definition, Script script) {
    starts.add(new StartLine(BEGUN, ID, definition, script, Occasion.FIRST));
    return this;
  }

  Case acts(String... steps) {
    for (var step : steps) {
      apply(step, Direction.ACTION);
    }
    return this;
  }

  Case undoes(String... steps) {
    for (var step : steps) {
      apply(step, Direction.COMPENSATION);
    }
    return this;
  }

  /** Everybody agrees that it came to rest like this. */
  Case rests(SagaStatus status) {
    live = status == SagaStatus.PARKED;
    return reported(status, BEGUN, ENDED).told(status);
  }

  Case reported(SagaStatus status, long begunAt, long at) {
    var receipts =
        effects.stream().filter(Applied::action).map(each -> each.effect().receipt()).toList();
    var data = new ObjectMapper().valueToTree(new Errand(starts.get(0).script(), receipts));
    var started = new HistoryEntry(begunAt, "started", null, null, 0, null);
    var report = new SagaReport(ID, "", 1, status, at, null, data, List.of(started));
    reports.add(new Reported("%s/%s/%d".formatted(ID, status.word(), at), report));
    return this;
  }

  /** An answer long after the end. */
  Case reportedBriefly(SagaStatus status) {
    var report = new SagaReport(ID, null, 0, status, 9_000, null, null, List.of());
    reports.add(new Reported("later", report));
    return this;
  }

  Case told(SagaStatus status) {
    told.add(new ToldLine(ENDED, ID, Occasion.FIRST, status));
    return this;
  }

  Case live(boolean isLive) {
    live = isLive;
    return this;
  }

  SagaCase saga() {
    return new SagaCase(ID, starts, effects, reports, told, live);
  }

  /** The rules that are broken. */
  List<String> broken() {
    return Verdict.on(new Evidence(List.of(saga()), List.of(VerdictTest.QUIET)))
        .contradictions()
        .stream()
        .map(Contradiction::rule)
        .toList();
  }

  private void apply(String step, Direction direction) {
    var effect = new Effect(step, direction, "receipt-" + ++tick);
    var line = new LedgerLine(BEGUN + tick, tick, ID, 1, List.of(), List.of(effect));
    effects.add(new Applied("bank", line, effect));
  }
}
