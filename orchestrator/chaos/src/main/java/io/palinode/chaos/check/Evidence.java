package io.palinode.chaos.check;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has left.
 *
 * <p>Immutable.
 *
 * @param signals each as often as it was sent
 * @param keys that were in ZooKeeper at the end
 */
public record Evidence(
    List<SagaCase> sagas, List<SignalLine> signals, List<ShardLine> shards, List<KeyLine> keys) {
  public Evidence {
    sagas = List.copyOf(sagas);
    signals = List.copyOf(signals);
    shards = List.copyOf(shards);
    keys = List.copyOf(keys);
  }

  /** The evidence in a run's directory. */
  public static Evidence in(RunDirectory directory) {
    var sagas = new TreeMap<String, Gathered>();
    directory.starts().read(StartLine.class, start -> of(start.saga(), sagas).starts.add(start));
    directory.told().read(ToldLine.class, told -> of(told.saga(), sagas).told.add(told));
    directory
        .requests()
        .read(RequestLine.class, request -> of(request.saga(), sagas).requests.add(request));
    directory
        .events()
        .read(
            EventLine.class,
            event -> of(event.saga(), sagas).reports.add(new Reported(event.id(), event.report())));
    directory.effects(effect -> of(effect.line().saga(), sagas).effects.add(effect));
    var shards = all(directory.shards(), ShardLine.class);
    for (var shard : shards) {
      shard.live().forEach(id -> of(id, sagas).live = true);
    }
    var cases = new ArrayList<SagaCase>();
    sagas.forEach((id, gathered) -> cases.add(gathered.toCase(id)));
    return new Evidence(
        cases,
        all(directory.signals(), SignalLine.class),
        shards,
        all(directory.keys(), KeyLine.class));
  }

  private static <T> List<T> all(JsonLines lines, Class<T> type) {
    var all = new ArrayList<T>();
    lines.read(type, all::add);
    return all;
  }

  private static Gathered of(String saga, Map<String, Gathered> sagas) {
    return sagas.computeIfAbsent(saga, id -> new Gathered());
  }

  private static final class Gathered {
    private final List<StartLine> starts = new ArrayList<>();
    private final List<RequestLine> requests = new ArrayList<>();
    private final List<Applied> effects = new ArrayList<>();
    private final List<Reported> reports = new ArrayList<>();
    private final List<ToldLine> told = new ArrayList<>();
    private boolean live;

    SagaCase toCase(String id) {
      effects.sort(comparingLong(Applied::tick));
      var client = new Dealings(starts, requests, told);
      return new SagaCase(id, client, effects, reports, live);
    }
  }
}
