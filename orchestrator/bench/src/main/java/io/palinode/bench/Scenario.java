package io.palinode.bench;

import io.palinode.embedded.process.Arguments;
import io.palinode.embedded.process.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Something that the benchmark can be asked to measure, by the first word of its command line.
 *
 * <p>Called once, from the benchmark's own thread, which is interrupted when a child JVM fails.
 */
interface Scenario {
  String COMPARE = "compare";
  String TAKEOVER = "takeover";
  String FLOOD = "flood";
  String BACKGROUND = "background";

  /**
   * The scenario that a command line names, {@value #COMPARE} where it names none, with the options
   * that follow.
   *
   * @throws IllegalArgumentException if there is no such scenario or option
   */
  static Scenario parse(String... arguments) {
    var isNamed = arguments.length > 0 && !arguments[0].startsWith("--");
    var name = isNamed ? arguments[0] : COMPARE;
    var given = new Arguments(Arrays.copyOfRange(arguments, isNamed ? 1 : 0, arguments.length));
    Scenario scenario =
        switch (name) {
          case COMPARE -> new Comparison(Options.parse(given));
          case TAKEOVER -> Takeover.parse(given);
          case FLOOD -> Flood.parse(given);
          case BACKGROUND -> Background.parse(given);
          default ->
              throw new IllegalArgumentException(
                  "There is no scenario %s; known: %s, %s, %s, %s"
                      .formatted(name, COMPARE, TAKEOVER, FLOOD, BACKGROUND));
        };
    given.refuseUnknown();
    return scenario;
  }

  /** Where its report goes; the servers' data is in it while they run. */
  Path directory();

  /**
   * Measures, prints, and writes the report.
   *
   * @param data the servers' files; made for this run, and deleted after it
   * @return false if anything that must be so was not
   */
  boolean measure(Children children, Path data) throws IOException, InterruptedException;
}
