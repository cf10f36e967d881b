package io.palinode.server.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The outcomes of some batches, in the order in which they were told.
 *
 * <p>Thread-safe.
 */
public final class Outcomes {
  public Outcomes() {}

  private final List<AppendOutcome> told = new ArrayList<>();

  public synchronized void add(AppendOutcome outcome) {
    told.add(outcome);
  }

  public synchronized List<AppendOutcome> now() {
    return List.copyOf(told);
  }

  public List<AppendOutcome> await(int count) {
    return Awaitility.await()
        .atMost(JournalUnderTest.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(this::now, now -> now.size() >= count);
  }
}
