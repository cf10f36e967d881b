package io.palinode.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one subject did in one setting: a row of the report. Immutable.
 *
 * @param throughputRatio how many times the sagas per second of the setting's first subject
 * @param p50Ratio how many times the median latency of the setting's first subject
 */
record Result(
    Setting setting,
    String subject,
    Figures median,
    double throughputRatio,
    double p50Ratio,
    List<Figures> rounds) {

  /** One result per subject; the rounds' first subject is what the others are compared with. */
  static List<Result> compare(Setting setting, Map<String, List<Figures>> roundsOfSubjects) {
    var baseline = Figures.medians(roundsOfSubjects.values().iterator().next());
    var results = new ArrayList<Result>();
    roundsOfSubjects.forEach(
        (subject, rounds) -> {
          var median = Figures.medians(rounds);
          results.add(
              new Result(
                  setting,
                  subject,
                  median,
                  median.sagasPerSecond() / baseline.sagasPerSecond(),
                  median.p50Millis() / baseline.p50Millis(),
                  List.copyOf(rounds)));
        });
    return results;
  }
}
