package io.palinode.chaos.check;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has left, saga by saga.
 *
 * <p>Immutable.
 */
public record Evidence(List<SagaCase> sagas, List<ShardLine> shards) {
  public Evidence {
    sagas = List.copyOf(sagas);
    shards = List.copyOf(shards);
  }

  /** The evidence in a run's directory. */
  public static Evidence in(RunDirectory directory) {
    var sagas = new TreeMap<String, Gathered>();
    directory.starts().read(StartLine.class, start -> of(start.saga(), sagas).starts.add(start));
    directory.told().read(ToldLine.class, told -> of(told.saga(), sagas).told.add(told));
    directory
        .events()
        .read(
            EventLine.class,
            event -> of(event.saga(), sagas).reports.add(new Reported(event.id(), event.report())));
    directory.effects(effect -> of(effect.line().saga(), sagas).effects.add(effect));
    var shards = new ArrayList<ShardLine>();
    directory.shards().read(ShardLine.class, shards::add);
    for (var shard : shards) {
      shard.live().forEach(id -> of(id, sagas).live = true);
    }
    var cases = new ArrayList<SagaCase>();
    sagas.forEach((id, gathered) -> cases.add(gathered.toCase(id)));
    return new Evidence(cases, shards);
  }

  private static Gathered of(String saga, Map<String, Gathered> sagas) {
    return sagas.computeIfAbsent(saga, id -> new Gathered());
  }

  private static final class Gathered {
    private final List<StartLine> starts = new ArrayList<>();
    private final List<Applied> effects = new ArrayList<>();
    private final List<Reported> reports = new ArrayList<>();
    private final List<ToldLine> told = new ArrayList<>();
    private boolean live;

    SagaCase toCase(String id) {
      effects.sort(comparingLong(Applied::tick));
      return new SagaCase(id, starts, effects, reports, told, live);
    }
  }
}
