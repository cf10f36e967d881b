package io.palinode.chaos.fault;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * All lanes at work, each on a thread of its own.
 *
 * <p>For the thread that conducts the run.
 */
public final class Sabotage {
  private final Diary diary;
  private final long begin = System.nanoTime();
  private final List<CompletableFuture<Void>> lanes = new ArrayList<>();

  private Sabotage(Diary diary) {
    this.diary = diary;
  }

  public static Sabotage begin(Schedule schedule, Map<Lane, Saboteur> saboteurs, Diary diary) {
    var sabotage = new Sabotage(diary);
    saboteurs.forEach(
        (lane, saboteur) -> {
          var faults = schedule.lanes().getOrDefault(lane, List.of());
          sabotage.lanes.add(
              CompletableFuture.runAsync(
                  () -> sabotage.strike(lane, faults, saboteur), task -> daemon(lane, task)));
        });
    return sabotage;
  }

  /**
   * Waits until every fault has happened and is mended.
   *
   * @throws IllegalStateException if one was not seen, or what it broke did not come back
   */
  public void awaitEnd() throws InterruptedException {
    for (var lane : failedFirst()) {
      try {
        lane.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** True if a lane has failed, so that the run need not go on. */
  public boolean failed() {
    return lanes.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  /** What has failed need not be waited for with the rest. */
  private List<CompletableFuture<Void>> failedFirst() {
    return lanes.stream()
        .sorted(comparing(CompletableFuture::isCompletedExceptionally, reverseOrder()))
        .toList();
  }

  private void strike(Lane lane, List<PlannedFault> faults, Saboteur saboteur) {
    for (var fault : faults) {
      try {
        Patience.pause(fault.at().minus(Duration.ofNanos(System.nanoTime() - begin)));
        diary.happened(fault.kind(), saboteur.strike(fault));
        Patience.pause(lane.breath());
      } catch (InterruptedException | RuntimeException e) {
        diary.write(fault.kind() + " FAILED: " + e);
        throw new CompletionException(e);
      }
    }
  }

  private static void daemon(Lane lane, Runnable task) {
    var thread = new Thread(task, "chaos-" + lane);
    thread.setDaemon(true);
    thread.start();
  }
}
