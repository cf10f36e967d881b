package io.palinode.bench;

import io.palinode.embedded.process.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Comparison} is asked to do.
 *
 * @param settings every combination of shards, locks and load that was asked for
 * @param rounds how often every subject is measured in every setting
 * @param lingerMillis how long every producer waits to fill a batch
 * @param directory where reports go; the servers' data is in it while they run
 */
record Options(
    List<Subject> subjects, List<Setting> settings, int rounds, int lingerMillis, Path directory) {

  static Options parse(Arguments given) {
    var subjects =
        given.list(
            "subjects", String.join(",", Subject.all().stream().map(Subject::name).toList()));
    var shards = given.numbers("shards", "4");
    var nodes = given.numbers("nodes", "1");
    var locks = given.list("locks", "true").stream().map(Options::flag).toList();
    var loads = loads(given);
    var rounds = given.number("rounds", 2);
    var linger = given.number("linger", 1);
    var directory = Path.of(given.text("dir", "target/bench"));

    var settings = new ArrayList<Setting>();
    for (var shardCount : shards) {
      for (var nodeCount : nodes) {
        for (var withLocks : locks) {
          loads.forEach(load -> settings.add(new Setting(shardCount, nodeCount, withLocks, load)));
        }
      }
    }
    return new Options(
        subjects.stream().map(Subject::named).toList(),
        List.copyOf(settings),
        rounds,
        linger,
        directory);
  }

  private static List<Load> loads(Arguments given) {
    var warmup = given.number("warmup", 10);
    var seconds = given.number("seconds", 20);
    var loads = new ArrayList<Load>();
    for (var inFlight : given.numbers("in-flight", "500,5000")) {
      loads.add(new Load.Throughput(inFlight, warmup, seconds));
    }
    var idle = given.number("idle", 1_000);
    if (idle > 0) {
      loads.add(new Load.Idle(warmup, idle));
    }
    return loads;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("Neither true nor false: " + text);
    };
  }
}
