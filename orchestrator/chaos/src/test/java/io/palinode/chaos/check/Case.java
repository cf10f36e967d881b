package io.palinode.chaos.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.chaos.check.RequestLine.Answer;
import io.palinode.chaos.check.RequestLine.Verb;
import io.palinode.chaos.check.StartLine.Occasion;
import io.palinode.chaos.participant.LedgerLine;
import io.palinode.chaos.participant.LedgerLine.Effect;
import io.palinode.chaos.saga.Errand;
import io.palinode.chaos.saga.Script;
import io.palinode.message.Direction;
import io.palinode.message.HistoryEntry;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The evidence on one saga, as a test needs it. */
final class Case {
  static final String ID = "errand-1";
  static final String KEY = "desk-1";
  private static final long BEGUN = 1_000;
  private static final long ENDED = 2_000;

  private final List<StartLine> starts = new ArrayList<>();
  private final List<Applied> effects = new ArrayList<>();
  private final List<Reported> reports = new ArrayList<>();
  private final List<RequestLine> requests = new ArrayList<>();
  private final List<ToldLine> told = new ArrayList<>();
  private final String id;
  private @Nullable String heard;
  private boolean live;
  private int tick;

  private Case(String id) {
    this.id = id;
  }

  /** A saga that was asked for once. */
  static Case of(String definition, Script script) {
    return of(ID, definition, script);
  }

  static Case of(String id, String definition, Script script) {
    var saga = new Case(id);
    saga.starts.add(new StartLine(BEGUN, id, definition, KEY, script, Occasion.FIRST));
    return saga;
  }

  /** Somebody asks for it once more. */
  Case asked(Occasion occasion) {
    starts.add(starts.get(0).because(occasion));
    return this;
  }

  /** A saga that nobody asked for. */
  static Case unasked() {
    return new Case(ID);
  }

  /** What it does next, it does at this time. */
  Case at(int time) {
    tick = time - 1;
    return this;
  }

  Case hears(String signal) {
    heard = signal;
    return this;
  }

  Case asks(Verb verb) {
    return request(verb, null);
  }

  Case isAnswered(Verb verb, @Nullable Verdict verdict, String code, SagaStatus status) {
    return request(verb, new Answer(verdict, code, status));
  }

  private Case request(Verb verb, @Nullable Answer answer) {
    requests.add(new RequestLine(BEGUN + ++tick, tick, id, verb, answer));
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
    var data =
        new ObjectMapper().valueToTree(new Errand(starts.get(0).script(), KEY, receipts, heard));
    var started = new HistoryEntry(begunAt, "started", null, null, 0, null);
    var report = new SagaReport(id, "", 1, status, at, null, data, List.of(started));
    reports.add(new Reported("%s/%s/%d".formatted(id, status.word(), at), report));
    return this;
  }

  /** An answer long after the end. */
  Case reportedBriefly(SagaStatus status) {
    var report = new SagaReport(id, null, 0, status, 9_000, null, null, List.of());
    reports.add(new Reported("later", report));
    return this;
  }

  Case told(SagaStatus status) {
    told.add(new ToldLine(ENDED, id, Occasion.FIRST, status));
    return this;
  }

  Case live(boolean isLive) {
    live = isLive;
    return this;
  }

  SagaCase saga() {
    return new SagaCase(id, new Dealings(starts, requests, told), effects, reports, live);
  }

  /** The rules that are broken. */
  List<String> broken() {
    return Arrays.stream(SagaRule.values())
        .flatMap(rule -> rule.contradictedBy(saga()).stream())
        .map(Contradiction::rule)
        .toList();
  }

  private void apply(String step, Direction direction) {
    var effect = new Effect(step, direction, "receipt-" + ++tick, heard);
    var line = new LedgerLine(BEGUN + tick, tick, id, 1, List.of(), List.of(effect));
    effects.add(new Applied("bank", line, effect));
  }
}
