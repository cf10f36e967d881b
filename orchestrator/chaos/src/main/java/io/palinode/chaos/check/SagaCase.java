package io.palinode.chaos.check;

import static java.util.Comparator.comparingLong;

import io.palinode.chaos.saga.Errand;
import io.palinode.chaos.saga.Errands;
import io.palinode.chaos.saga.Script;
import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything that is known about one saga.
 *
 * <p>Immutable.
 *
 * @param client what was asked of it, and told
 * @param effects of all ledgers, in the order in which they happened
 * @param reports in the order of the topic
 * @param live whether its log was in ZooKeeper at the end
 */
public record SagaCase(
    String id, Dealings client, List<Applied> effects, List<Reported> reports, boolean live) {
  public SagaCase {
    effects = List.copyOf(effects);
    reports = List.copyOf(reports);
  }

  /**
   * How it came to rest; empty if it never did. One that parked and then went on has not, and of
   * its reports the one about the latest time tells: an older one may come once more behind it.
   */
  Optional<SagaStatus> rest() {
    var ends = ends();
    if (!ends.isEmpty()) {
      return Optional.of(ends.get(0).status());
    }
    return reports.stream()
        .filter(Reported::full)
        .max(comparingLong(each -> each.report().atMillis()))
        .map(Reported::status)
        .filter(status -> status == SagaStatus.PARKED);
  }

  boolean cameTo(SagaStatus status) {
    return rest().filter(status::equals).isPresent();
  }

  /** The reports of its end that tell its history. */
  List<Reported> ends() {
    return reports.stream().filter(each -> each.full() && each.status().ended()).toList();
  }

  SagaDefinition<Errand> definition() {
    return Errands.named(first().definition());
  }

  Script script() {
    return first().script();
  }

  /** The desk at which it takes turns, or the box in which it looks for a signal. */
  String key() {
    return first().key();
  }

  /** The names of the steps that participants carry out, in their order. */
  List<String> errands() {
    return definition().steps().stream().filter(Errands::isErrand).map(Step::name).toList();
  }

  /** The ids of the signals that it took, by its data and by the commands that it gave. */
  Set<String> heard() {
    var heard = new TreeSet<String>();
    reports.stream().filter(Reported::full).forEach(each -> each.heard().ifPresent(heard::add));
    for (var each : effects) {
      if (each.effect().heard() != null) {
        heard.add(each.effect().heard());
      }
    }
    return heard;
  }

  private StartLine first() {
    return client.starts().get(0);
  }

  List<Applied> actions() {
    return effects.stream().filter(Applied::action).toList();
  }

  List<Applied> undos() {
    return effects.stream().filter(effect -> !effect.action()).toList();
  }
}
