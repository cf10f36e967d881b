package io.palinode.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The outcome of a benchmark: for people a Markdown table of medians, for programs JSON with every
 * round.
 */
record Report(Machine machine, List<Result> results) {
  private static final String HEADER =
      """
      | setting | subject | sagas/s | ratio | p50 ms | ratio | p99 ms | cores used | KB written for each saga |
      |---|---|---:|---:|---:|---:|---:|---|---|
      """;

  String markdown() {
    return results.stream().map(Report::row).collect(Collectors.joining("", HEADER, "\n"))
        + "Medians over the rounds; ratios to the first subject of the setting. Measured on %s.%n"
            .formatted(machine);
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("benchmark.md"), markdown());
    var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    json.writeValue(directory.resolve("benchmark.json").toFile(), this);
  }

  private static String row(Result result) {
    var median = result.median();
    return "| %s | %s%s | %,.0f | %.2f | %.1f | %.2f | %.1f | %s | %s |%n"
        .formatted(
            result.setting(),
            result.subject(),
            median.strays() == 0 ? "" : " (%,d strays)".formatted(median.strays()),
            median.sagasPerSecond(),
            result.throughputRatio(),
            median.p50Millis(),
            result.p50Ratio(),
            median.p99Millis(),
            list(median.cores(), 1, "%s %.2f"),
            list(median.writtenBytes(), 1_024, "%s %.1f"));
  }

  private static String list(Map<String, Double> byProcess, int unit, String format) {
    return byProcess.entrySet().stream()
        .filter(used -> used.getValue() > 0)
        .map(used -> format.formatted(used.getKey(), used.getValue() / unit))
        .collect(Collectors.joining(", "));
  }
}
