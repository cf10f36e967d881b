package io.palinode.chaos;

import io.palinode.chaos.check.RunDirectory;
import io.palinode.embedded.process.Arguments;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * What a chaos run is asked to do.
 *
 * @param seed decides the sagas, their scripts and the faults
 * @param length how long sagas are started and faults happen
 * @param orchestrators how many at a time
 * @param zooKeepers how many servers, 1 or 3
 * @param rate sagas that are started in a second
 * @param transactional whether orchestrators publish in transactions; unless it is said, those of
 *     odd seeds do
 * @param outage how long Kafka, and after it ZooKeeper, is away for everybody when the other faults
 *     are over; zero for not at all
 * @param directory where the run's directory goes
 * @param check the directory of an earlier run that is to be judged again, instead of a run
 */
record Options(
    long seed,
    Duration length,
    int orchestrators,
    int zooKeepers,
    int rate,
    boolean transactional,
    Duration outage,
    Path directory,
    Optional<RunDirectory> check) {

  static Options parse(String... arguments) {
    var given = new Arguments(arguments);
    var seed = Long.parseLong(given.text("seed", Long.toString(anySeed())));
    var length =
        Duration.ofMinutes(given.number("minutes", 0)).plusSeconds(given.number("seconds", 0));
    var check = given.text("check", "");
    var options =
        new Options(
            seed,
            length.isZero() ? Duration.ofMinutes(1) : length,
            given.number("orchestrators", 3),
            given.number("ensemble", 1),
            given.number("rate", 20),
            given.flag("transactional", seed % 2 == 1),
            Duration.ofSeconds(given.number("outage", 0)),
            Path.of(given.text("dir", "target/chaos")).toAbsolutePath(),
            check.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunDirectory(Path.of(check).toAbsolutePath())));
    given.refuseUnknown();
    if (options.orchestrators < 1 || options.rate < 1) {
      throw new IllegalArgumentException("--orchestrators and --rate are at least 1.");
    }
    if (options.zooKeepers != 1 && options.zooKeepers != 3) {
      throw new IllegalArgumentException("--ensemble is 1 or 3.");
    }
    return options;
  }

  /** What to give to Maven to see the same sagas and faults again. */
  String command() {
    return "./mvnw -q -Pchaos -Dchaos.args=\"--seed %d --seconds %d --orchestrators %d --ensemble %d --rate %d --transactional %s --outage %d\""
        .formatted(
            seed,
            length.toSeconds(),
            orchestrators,
            zooKeepers,
            rate,
            transactional,
            outage.toSeconds());
  }

  private static int anySeed() {
    return new SecureRandom().nextInt(1_000_000);
  }
}
