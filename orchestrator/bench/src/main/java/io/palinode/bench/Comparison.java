package io.palinode.bench;

import io.palinode.embedded.process.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Measures every subject in every setting, and reports the ratios.
 *
 * <p>The subjects of a setting take turns on the same servers, round after round, so that a machine
 * that gets slower or faster meanwhile does so for all of them. The next setting gets fresh
 * servers. Five JVMs take part: ZooKeeper, Kafka, the participants, the loop under test, and this
 * one, which drives.
 */
record Comparison(Options options) implements Scenario {

  @Override
  public Path directory() {
    return options.directory();
  }

  @Override
  public boolean measure(Children children, Path data) throws IOException, InterruptedException {
    var machine = Machine.here();
    System.out.println(machine);
    var results = new ArrayList<Result>();
    for (var setting : options.settings()) {
      System.out.printf("%n%s%n", setting);
      results.addAll(compare(setting, children, data));
    }
    var report = new Report(machine, results);
    System.out.printf("%n%s%n", report.markdown());
    report.write(options.directory());
    return true;
  }

  private List<Result> compare(Setting setting, Children children, Path data)
      throws IOException, InterruptedException {
    var rounds = new LinkedHashMap<String, List<Figures>>();
    var bed = new TestBed(children, data);
    for (var round = 1; round <= options.rounds(); round++) {
      for (var subject : options.subjects()) {
        var figures = bed.measure(subject, setting, options.lingerMillis());
        rounds.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(figures);
        System.out.println(line(round, subject, figures));
      }
    }
    bed.end();
    return Result.compare(setting, rounds);
  }

  private static String line(int round, Subject subject, Figures figures) {
    return "  round %d  %-10s %,9.0f sagas/s   p50 %,.1f ms   p99 %,.1f ms"
        .formatted(
            round,
            subject.name(),
            figures.sagasPerSecond(),
            figures.p50Millis(),
            figures.p99Millis());
  }
}
