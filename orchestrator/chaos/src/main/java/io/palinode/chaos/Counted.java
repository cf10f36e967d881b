package io.palinode.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What all processes of a run have counted, from the last counts that each printed.
 *
 * <p>Pure functions of the logs.
 */
final class Counted {
  private static final Pattern COUNT = Pattern.compile("([A-Za-z_]+)=(\\d+)");

  private Counted() {}

  static Map<String, Long> in(Path logs) {
    var sums = new TreeMap<String, Long>();
    try (var files = Files.list(logs)) {
      for (var file : files.toList()) {
        var last = "";
        for (var line : Files.readAllLines(file)) {
          last = line.startsWith(OrchestratorMain.COUNTS) ? line : last;
        }
        COUNT
            .matcher(last)
            .results()
            .forEach(
                count -> sums.merge(count.group(1), Long.parseLong(count.group(2)), Long::sum));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sums;
  }
}
