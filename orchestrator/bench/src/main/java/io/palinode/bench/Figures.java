package io.palinode.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What one run measured, or the medians of several.
 *
 * @param strays completions of sagas that were not in flight; zero for a subject that reports each
 *     saga once
 * @param cores processor time per second of each process, while measuring
 * @param writtenBytes what each process made the disk write for each saga, while measuring
 */
record Figures(
    double sagasPerSecond,
    double p50Millis,
    double p99Millis,
    long strays,
    Map<String, Double> cores,
    Map<String, Double> writtenBytes) {

  /** The median of each figure by itself, except that strays are added up. */
  static Figures medians(List<Figures> rounds) {
    return new Figures(
        median(rounds, Figures::sagasPerSecond),
        median(rounds, Figures::p50Millis),
        median(rounds, Figures::p99Millis),
        rounds.stream().mapToLong(Figures::strays).sum(),
        medians(rounds, Figures::cores),
        medians(rounds, Figures::writtenBytes));
  }

  private static Map<String, Double> medians(
      List<Figures> rounds, Function<Figures, Map<String, Double>> figure) {
    var medians = new LinkedHashMap<String, Double>();
    for (var process : figure.apply(rounds.get(0)).keySet()) {
      medians.put(process, median(rounds, each -> figure.apply(each).getOrDefault(process, 0.0)));
    }
    return medians;
  }

  /** The value in the middle; of an even number of rounds, the mean of the middle two. */
  private static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
