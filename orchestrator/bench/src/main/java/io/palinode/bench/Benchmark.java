package io.palinode.bench;

import io.palinode.embedded.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Main of the benchmark: measures every subject in every setting, and reports the ratios.
 *
 * <p>The subjects of a setting take turns on the same servers, round after round, so that a machine
 * that gets slower or faster meanwhile does so for all of them. The next setting gets fresh
 * servers. Five JVMs take part: ZooKeeper, Kafka, the participants, the loop under test, and this
 * one, which drives.
 */
final class Benchmark {
  private final Options options;
  private final Children children;
  private final Path data;

  private Benchmark(Options options, Children children, Path data) {
    this.options = options;
    this.children = children;
    this.data = data;
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(run(options));
  }

  private static int run(Options options) {
    var children = new Children(Thread.currentThread());
    var pid = ProcessHandle.current().pid();
    var data = options.directory().toAbsolutePath().resolve("data-" + pid);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(children, data), "clean-up"));
    try {
      var report = new Benchmark(options, children, data).measure();
      System.out.printf("%n%s%n", report.markdown());
      report.write(options.directory());
      return 0;
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("The benchmark failed.");
      children.failure().ifPresentOrElse(System.err::println, e::printStackTrace);
      return 1;
    }
  }

  private Report measure() throws IOException, InterruptedException {
    var machine = Machine.here();
    System.out.println(machine);
    var results = new ArrayList<Result>();
    for (var setting : options.settings()) {
      System.out.printf("%n%s%n", setting);
      results.addAll(compare(setting));
    }
    return new Report(machine, results);
  }

  private List<Result> compare(Setting setting) throws IOException, InterruptedException {
    var rounds = new LinkedHashMap<String, List<Figures>>();
    Files.createDirectories(data);
    var bed = new TestBed(children, data);
    for (var round = 1; round <= options.rounds(); round++) {
      for (var subject : options.subjects()) {
        var figures = bed.measure(subject, setting, options.lingerMillis());
        rounds.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(figures);
        System.out.println(line(round, subject, figures));
      }
    }
    bed.end();
    delete(data);
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

  /** Also what follows a failure: nobody else cleans up after one. */
  private static void cleanUp(Children children, Path data) {
    children.killAll();
    try {
      delete(data);
    } catch (IOException e) {
      System.err.println("Left behind: " + data + " (" + e.getMessage() + ")");
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
