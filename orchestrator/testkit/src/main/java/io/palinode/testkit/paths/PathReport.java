package io.palinode.testkit.paths;

import io.palinode.core.StepState;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an exploration has walked.
 *
 * <p>Immutable.
 *
 * @param saga the definition's name
 * @param faults how many faults a path had at most
 * @param moments how many different moments were seen
 * @param moves how many ways from one moment to the next were tried
 * @param met how often each fault was met
 * @param ends how many different ends were seen, by status
 * @param parked how many of them are parked, by step and reason
 */
public record PathReport(
    String saga,
    int faults,
    long moments,
    long moves,
    Map<Fault, Long> met,
    Map<SagaStatus, Long> ends,
    Map<String, Long> parked) {

  public PathReport {
    met = Map.copyOf(met);
    ends = Map.copyOf(ends);
    parked = Map.copyOf(parked);
  }

  /** The report as text for people, several lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Saga '%s' keeps its rules on every path with up to %d faults.%n".formatted(saga, faults));
    text.append("  %,d moments, %,d moves%n".formatted(moments, moves));
    new TreeMap<>(met).forEach((fault, n) -> text.append("  %,9d x %s%n".formatted(n, fault)));
    new TreeMap<>(ends)
        .forEach((end, n) -> text.append("  %,9d ends %s%n".formatted(n, end.word())));
    new TreeMap<>(parked)
        .forEach((why, n) -> text.append("  %,9d parked by %s%n".formatted(n, why)));
    return text.toString();
  }

  /** Counts while the walk goes on. */
  static final class Counter {
    private final Map<Fault, Long> met = new EnumMap<>(Fault.class);
    private final Map<SagaStatus, Long> ends = new EnumMap<>(SagaStatus.class);
    private final Map<String, Long> parked = new TreeMap<>();
    private long moments;
    private long moves;

    void visit(Moment moment) {
      moments++;
      if (moment.isQuiet()) {
        ends.merge(moment.state().status(), 1L, Long::sum);
        if (moment.state().status() == SagaStatus.PARKED) {
          parked.merge(why(moment), 1L, Long::sum);
        }
      }
    }

    void move(@Nullable Fault fault) {
      moves++;
      if (fault != null) {
        met.merge(fault, 1L, Long::sum);
      }
    }

    PathReport report(String saga, int faults) {
      return new PathReport(saga, faults, moments, moves, met, ends, parked);
    }

    private static String why(Moment moment) {
      Reason reason = moment.state().reason();
      String code = reason == null ? "no reason" : reason.code();
      for (StepState step : moment.state().steps()) {
        if (step.status().name().endsWith("STUCK")) {
          return "'%s': %s".formatted(step.step(), code);
        }
      }
      return code;
    }
  }
}
