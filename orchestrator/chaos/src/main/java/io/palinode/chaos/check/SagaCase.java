package io.palinode.chaos.check;

import io.palinode.chaos.saga.Errand;
import io.palinode.chaos.saga.Errands;
import io.palinode.chaos.saga.Script;
import io.palinode.message.SagaStatus;
import io.palinode.saga.SagaDefinition;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known about one saga.
 *
 * <p>Immutable.
 *
 * @param starts every time it was asked for, in their order
 * @param effects of all ledgers, in the order in which they happened
 * @param reports in the order of the topic
 * @param told what clients were told
 * @param live whether its log was in ZooKeeper at the end
 */
public record SagaCase(
    String id,
    List<StartLine> starts,
    List<Applied> effects,
    List<Reported> reports,
    List<ToldLine> told,
    boolean live) {
  public SagaCase {
    starts = List.copyOf(starts);
    effects = List.copyOf(effects);
    reports = List.copyOf(reports);
    told = List.copyOf(told);
  }

  /** How it came to rest; empty if it never did. */
  Optional<SagaStatus> rest() {
    var ends = ends();
    if (!ends.isEmpty()) {
      return Optional.of(ends.get(0).status());
    }
    return reports.stream()
        .map(Reported::status)
        .filter(status -> status == SagaStatus.PARKED)
        .findFirst();
  }

  boolean cameTo(SagaStatus status) {
    return rest().filter(status::equals).isPresent();
  }

  /** The reports of its end that tell its history. */
  List<Reported> ends() {
    return reports.stream().filter(each -> each.full() && each.status().ended()).toList();
  }

  SagaDefinition<Errand> definition() {
    return Errands.named(starts.get(0).definition());
  }

  Script script() {
    return starts.get(0).script();
  }

  List<Applied> actions() {
    return effects.stream().filter(Applied::action).toList();
  }

  List<Applied> undos() {
    return effects.stream().filter(effect -> !effect.action()).toList();
  }
}
