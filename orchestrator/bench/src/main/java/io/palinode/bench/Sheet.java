package io.palinode.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scenario found, in the order in which it was found: figures, and checks that it passed or
 * failed.
 *
 * <p>Each line is printed when it is found. One thread.
 */
final class Sheet {
  private final Map<String, Object> lines = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  void note(String what, Object value) {
    lines.put(what, value);
    System.out.printf("  %-56s %s%n", what, value);
  }

  void millis(String what, long millis) {
    note(what, "%,d ms".formatted(millis));
  }

  void bytes(String what, long bytes) {
    note(
        what,
        bytes < 1 << 20 ? "%,d B".formatted(bytes) : "%,.1f MiB".formatted(bytes / 1048576.0));
  }

  /** Notes a figure that must be exactly this, or the scenario fails. */
  void check(String what, long expected, long found) {
    var right = expected == found;
    note(what, "%,d%s".formatted(found, right ? "" : " (expected %,d)".formatted(expected)));
    if (!right) {
      failures.add("%s: expected %,d, found %,d".formatted(what, expected, found));
    }
  }

  List<String> failures() {
    return failures;
  }

  void write(Path directory, String scenario) throws IOException {
    Files.createDirectories(directory);
    var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    json.writeValue(directory.resolve(scenario + ".json").toFile(), lines);
  }
}
