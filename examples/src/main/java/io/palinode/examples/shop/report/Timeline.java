package io.palinode.examples.shop.report;

import io.palinode.examples.shop.report.Attempt.Result;
import io.palinode.message.Direction;
import io.palinode.message.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one saga did when: its attempts, in the order in which they began.
 *
 * <p>Made from the history in a saga's report; words that it does not know are passed over.
 *
 * <p>Immutable.
 *
 * @param from the first entry of the history, in milliseconds since 1970
 * @param to the last one
 */
public record Timeline(long from, long to, List<Attempt> attempts) {
  private static final String TIMEOUT = "TIMEOUT";

  public Timeline {
    attempts = List.copyOf(attempts);
  }

  /** The timeline of a history, which may be empty. */
  public static Timeline of(List<HistoryEntry> history) {
    if (history.isEmpty()) {
      return new Timeline(0, 0, List.of());
    }
    long from = history.get(0).atMillis();
    long to = history.get(history.size() - 1).atMillis();
    List<Attempt> attempts = new ArrayList<>();
    for (HistoryEntry entry : history) {
      if (entry.event().equals("issued")) {
        attempts.add(begun(entry, to));
      } else {
        result(entry).ifPresent(result -> close(attempts, entry, result));
      }
    }
    return new Timeline(from, to, attempts);
  }

  public long millis() {
    return to - from;
  }

  /** How often a command was sent again. */
  public long retries() {
    return attempts.stream().filter(attempt -> attempt.number() > 1).count();
  }

  /** The step that turned the saga round; empty where none did. */
  public Optional<Attempt> failure() {
    return attempts.stream()
        .filter(attempt -> attempt.direction() == Direction.ACTION)
        .filter(
            attempt -> attempt.result() == Result.REJECTED || attempt.result() == Result.GIVEN_UP)
        .findFirst();
  }

  /** The attempts that ended so, in order. */
  public Stream<Attempt> with(Result result) {
    return attempts.stream().filter(attempt -> attempt.result() == result);
  }

  private static Attempt begun(HistoryEntry entry, long end) {
    Direction direction = entry.direction();
    return new Attempt(
        String.valueOf(entry.step()),
        direction == null ? Direction.ACTION : direction,
        entry.attempt(),
        entry.atMillis(),
        end,
        Result.OPEN,
        null);
  }

  private static Optional<Result> result(HistoryEntry entry) {
    boolean silent = entry.reason() != null && entry.reason().code().equals(TIMEOUT);
    return switch (entry.event()) {
      case "succeeded" -> Optional.of(Result.DONE);
      case "compensated" -> Optional.of(Result.UNDONE);
      case "rejected" -> Optional.of(Result.REJECTED);
      case "unknown" -> Optional.of(Result.GIVEN_UP);
      case "stuck" -> Optional.of(Result.STUCK);
      case "attempt-failed" -> Optional.of(silent ? Result.SILENT : Result.AGAIN);
      default -> Optional.empty();
    };
  }

  /** Ends the newest open attempt of the entry's step; a saga has one at a time of each. */
  private static void close(List<Attempt> attempts, HistoryEntry entry, Result result) {
    for (int i = attempts.size() - 1; i >= 0; i--) {
      Attempt open = attempts.get(i);
      if (open.result() == Result.OPEN && open.step().equals(entry.step())) {
        attempts.set(i, ended(open, entry, result));
        return;
      }
    }
  }

  private static Attempt ended(Attempt open, HistoryEntry entry, Result result) {
    return new Attempt(
        open.step(),
        open.direction(),
        open.number(),
        open.from(),
        entry.atMillis(),
        result,
        entry.reason());
  }
}
