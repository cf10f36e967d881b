package io.palinode.chaos.check;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.palinode.chaos.saga.Errands;
import io.palinode.chaos.saga.Prospects;
import io.palinode.message.SagaStatus;
import io.palinode.saga.StepKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What must hold of every saga when all is over. Each says what it found, or nothing. */
@SuppressWarnings("ImmutableEnumChecker") // its functions capture nothing
enum SagaRule {
  ASKED_FOR(
      saga ->
          saga.client().starts().isEmpty()
              ? found("nobody asked for it, and it has %s", saga.effects())
              : nothing()),

  RESTS(saga -> saga.rest().isPresent() ? nothing() : found("it neither ended nor parked")),

  RESTS_AS_ITS_SCRIPT_SAYS(
      saga -> {
        var ways = Prospects.of(saga.definition(), saga.script(), saga.client().cancelled());
        return saga.rest()
            .filter(rest -> !ways.contains(rest))
            .flatMap(rest -> found("it is %s, and its script allows %s", rest, ways));
      }),

  IS_ONE_SAGA(
      saga -> {
        var begun = new TreeSet<Long>();
        saga.reports().stream().filter(Reported::full).forEach(each -> begun.add(each.begunAt()));
        return begun.size() > 1 ? found("it began more than once, at %s", begun) : nothing();
      }),

  ENDS_ONCE(
      saga -> {
        var ends = new TreeSet<SagaStatus>();
        saga.reports().stream().map(Reported::status).filter(SagaStatus::ended).forEach(ends::add);
        return ends.size() > 1 ? found("it ended in more than one way: %s", ends) : nothing();
      }),

  ENDS_UNDER_ONE_ID(
      saga -> {
        var ids =
            new TreeSet<>(
                saga.ends().stream().filter(Reported::unasked).map(Reported::id).toList());
        return ids.size() > 1
            ? found("its end was reported under several ids: %s", ids)
            : nothing();
      }),

  APPLIES_ONCE(
      saga -> {
        var times =
            new TreeMap<>(saga.effects().stream().collect(groupingBy(Applied::name, counting())));
        times.values().removeIf(count -> count == 1);
        return times.isEmpty()
            ? nothing()
            : found("effects were applied more than once: %s", times);
      }),

  IS_WHOLE_WHEN_COMPLETED(
      saga -> {
        var all = saga.errands();
        var done = names(saga.actions());
        return saga.cameTo(SagaStatus.COMPLETED) && (!done.equals(all) || !saga.undos().isEmpty())
            ? found("it completed, and of its steps %s it has %s", all, names(saga.effects()))
            : nothing();
      }),

  IS_UNDONE_WHEN_COMPENSATED(
      saga ->
          saga.cameTo(SagaStatus.COMPENSATED)
                  && (!names(saga.undos()).equals(owed(saga)) || isDecided(saga))
              ? found("it was compensated, and its effects are %s", effects(saga))
              : nothing()),

  ACTS_IN_ORDER(
      saga -> {
        var all = saga.errands();
        var done = names(saga.actions());
        return all.subList(0, Math.min(done.size(), all.size())).equals(done)
            ? nothing()
            : found("its steps are %s, and its effects %s", all, effects(saga));
      }),

  UNDOES_IN_REVERSE(
      saga -> {
        var owed = owed(saga);
        var undone = names(saga.undos());
        boolean reverse = owed.subList(0, Math.min(undone.size(), owed.size())).equals(undone);
        boolean last =
            saga.effects().stream().dropWhile(Applied::action).noneMatch(Applied::action);
        return reverse && last
            ? nothing()
            : found("it owes %s, and its effects are %s", owed, effects(saga));
      }),

  UNDOES_NOTHING_DECIDED(
      saga ->
          isDecided(saga) && !saga.undos().isEmpty()
              ? found("something was undone after the pivot: %s", effects(saga))
              : nothing()),

  HAS_THE_LEDGERS_RECEIPTS(
      saga -> {
        var receipts = saga.actions().stream().map(each -> each.effect().receipt()).toList();
        var told = saga.ends().stream().map(SagaRule::receipts).toList();
        return saga.cameTo(SagaStatus.COMPLETED) && !told.stream().allMatch(receipts::equals)
            ? found("its data have the receipts %s, and the ledgers %s", told, receipts)
            : nothing();
      }),

  IS_TOLD_AS_IT_IS(
      saga -> {
        var told = new TreeSet<>(saga.client().told().stream().map(ToldLine::status).toList());
        if (saga.client().cancelled() && saga.cameTo(SagaStatus.COMPENSATED)) {
          told.remove(SagaStatus.PARKED); // it may have been, and was let go by the cancel
        }
        return saga.rest().isEmpty()
                || told.isEmpty()
                || told.equals(new TreeSet<>(List.of(saga.rest().get())))
            ? nothing()
            : found("clients were told that it is %s", told);
      }),

  IS_ANSWERED(
      saga ->
          saga.client().unanswered() > 0 && saga.rest().isPresent()
              ? found("%d starts were not answered", saga.client().unanswered())
              : nothing()),

  HEARS_ONE_SIGNAL(
      saga -> saga.heard().size() > 1 ? found("it has taken %s", saga.heard()) : nothing()),

  HEARS_BEFORE_IT_GOES_ON(
      saga ->
          saga.cameTo(SagaStatus.COMPLETED)
                  && Errands.listens(saga.definition())
                  && saga.heard().isEmpty()
              ? found("it completed without its signal")
              : nothing()),

  STANDS_STILL_WHILE_PAUSED(
      saga -> {
        var moved = Pauses.of(saga.client()).stream().map(pause -> pause.steps(saga)).toList();
        return moved.stream().anyMatch(steps -> steps.size() > 1)
            ? found("more than what was in flight was done in its pauses: %s", moved)
            : nothing();
      }),

  IS_CANCELLED_AS_WAS_SAID(
      saga -> {
        var said =
            saga.client().requests().stream()
                .map(RequestLine::cancelAnswer)
                .flatMap(Optional::stream)
                .filter(answer -> saga.rest().isPresent() && !answer.allows(saga.rest().get()))
                .toList();
        return said.isEmpty()
            ? nothing()
            : found("it is %s, and a cancel was answered %s", saga.rest(), said);
      }),

  LIVES_IF_PARKED(
      saga ->
          saga.live() == saga.cameTo(SagaStatus.PARKED)
              ? nothing()
              : found("its log %s in ZooKeeper", saga.live() ? "is still" : "is not"));

  private final Function<SagaCase, Optional<String>> check;

  SagaRule(Function<SagaCase, Optional<String>> check) {
    this.check = check;
  }

  /** What contradicts this rule, if anything does. A saga nobody asked for has no other rules. */
  Optional<Contradiction> contradictedBy(SagaCase saga) {
    if (this != ASKED_FOR && saga.client().starts().isEmpty()) {
      return Optional.empty();
    }
    return check.apply(saga).map(finding -> new Contradiction(toString(), saga.id(), finding));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Optional<String> nothing() {
    return Optional.empty();
  }

  private static Optional<String> found(String what, Object... details) {
    return Optional.of(what.formatted(details));
  }

  private static List<String> names(List<Applied> effects) {
    return effects.stream().map(each -> each.effect().step()).toList();
  }

  private static List<String> effects(SagaCase saga) {
    return saga.effects().stream().map(Applied::name).toList();
  }

  /** The steps with an effect that can be undone, last first. */
  private static List<String> owed(SagaCase saga) {
    var owed = new ArrayList<String>();
    for (var done : names(saga.actions())) {
      if (saga.definition().step(done).compensation() != null) {
        owed.add(done);
      }
    }
    Collections.reverse(owed);
    return owed;
  }

  private static boolean isDecided(SagaCase saga) {
    return names(saga.actions()).stream()
        .anyMatch(step -> saga.definition().step(step).kind() != StepKind.COMPENSATABLE);
  }

  private static List<String> receipts(Reported end) {
    var receipts = new ArrayList<String>();
    Objects.requireNonNull(end.report().data(), "a full report has data")
        .path("receipts")
        .forEach(receipt -> receipts.add(receipt.asText()));
    return receipts;
  }
}
