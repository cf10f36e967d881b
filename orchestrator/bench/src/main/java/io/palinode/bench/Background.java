package io.palinode.bench;

import io.palinode.embedded.process.Arguments;
import io.palinode.embedded.process.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the throughput with many sagas that wait at a step, beside the throughput with none.
 *
 * <p>Both get fresh servers in each round, and as many sagas before the load begins: in the one
 * case they stay, in the other they complete, so that both are equally warm.
 *
 * @param waiting how many sagas wait
 */
record Background(
    int waiting, int shards, boolean locks, Load.Throughput load, int rounds, Place place)
    implements Scenario {

  /**
   * Where it runs.
   *
   * @param heap of the orchestrator, as {@code -Xmx} has it
   */
  record Place(String heap, Path directory) {}

  static Background parse(Arguments given) {
    return new Background(
        given.number("background", 100_000),
        given.number("shards", 8),
        given.flag("locks", true),
        new Load.Throughput(
            given.number("in-flight", 500),
            given.number("warmup", 30),
            given.number("seconds", 30)),
        given.number("rounds", 2),
        new Place(given.text("heap", "1g"), Path.of(given.text("dir", "target/bench"))));
  }

  @Override
  public Path directory() {
    return place.directory();
  }

  @Override
  public boolean measure(Children children, Path data) throws IOException, InterruptedException {
    System.out.printf("%s%n%s%n", Machine.here(), this);
    Map<Integer, List<Figures>> rounds = new LinkedHashMap<>();
    for (var round = 1; round <= this.rounds; round++) {
      for (var background : List.of(0, waiting)) {
        var figures = measure(background, children, data);
        rounds.computeIfAbsent(background, absent -> new ArrayList<>()).add(figures);
        System.out.printf(
            "  round %d  %,9d waiting  %,9.0f sagas/s   p50 %,.1f ms   p99 %,.1f ms   cores %s%n",
            round,
            background,
            figures.sagasPerSecond(),
            figures.p50Millis(),
            figures.p99Millis(),
            figures.cores());
      }
    }
    return report(
        Figures.medians(rounds.getOrDefault(0, List.of())),
        Figures.medians(rounds.getOrDefault(waiting, List.of())));
  }

  private boolean report(Figures empty, Figures full) throws IOException {
    var sheet = new Sheet();
    sheet.note("sagas/s with none waiting", "%,.0f".formatted(empty.sagasPerSecond()));
    sheet.note(
        "sagas/s with %,d waiting".formatted(waiting), "%,.0f".formatted(full.sagasPerSecond()));
    sheet.note("ratio", "%.2f".formatted(full.sagasPerSecond() / empty.sagasPerSecond()));
    sheet.note("ratio of processor time for each saga, orchestrator", ratio(full, empty, "loop"));
    sheet.note("ratio of processor time for each saga, ZooKeeper", ratio(full, empty, "zookeeper"));
    sheet.note("ratio of p50", "%.2f".formatted(full.p50Millis() / empty.p50Millis()));
    sheet.check("completions of sagas that were not in flight", 0, empty.strays() + full.strays());
    sheet.write(directory(), BACKGROUND);
    sheet.failures().forEach(System.err::println);
    return sheet.failures().isEmpty();
  }

  private Figures measure(int background, Children children, Path data)
      throws IOException, InterruptedException {
    var bed = new TestBed(children, data);
    var subject = new Palinode();
    var run = bed.prepare(subject, shards, locks, 1);
    var participants = bed.startParticipants(run);
    var loop = bed.startLoop(run, place.heap());
    try (var crowd = new Crowd(run)) {
      if (background > 0) {
        crowd.startWaiting(background);
        crowd.commands.await(background);
      } else {
        crowd.startRunning(waiting);
        crowd.completions.await(waiting);
      }
    }
    var figures = new Driver(run, subject, load, children).drive();
    children.end(loop);
    children.end(participants);
    bed.end();
    return figures;
  }

  private static String ratio(Figures full, Figures empty, String process) {
    return "%.2f".formatted(perSaga(full, process) / perSaga(empty, process));
  }

  private static double perSaga(Figures figures, String process) {
    return figures.cores().getOrDefault(process, 0.0) / figures.sagasPerSecond();
  }
}
