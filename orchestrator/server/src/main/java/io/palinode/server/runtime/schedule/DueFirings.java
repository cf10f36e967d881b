package io.palinode.server.runtime.schedule;

import io.palinode.saga.Missed;
import io.palinode.saga.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What is due of a schedule.
 *
 * @param firings what is to be started, the oldest first
 * @param through the last moment of the schedule that is not in the future: with these firings, all
 *     up to it are settled
 * @param passedOver true if firings were missed that are not made up for
 */
record DueFirings(List<Instant> firings, Instant through, boolean passedOver) {

  /**
   * What is due after one moment and up to another one. There is a firing between the two.
   *
   * @param settled all firings up to here are settled
   */
  static DueFirings of(Schedule schedule, Missed policy, Instant settled, Instant now) {
    Instant late = latest(settled, now.minus(Schedule.PUNCTUAL));
    List<Instant> inTime = between(schedule, late, now);
    int most = mostMissed(policy, inTime.isEmpty());
    List<Instant> missed = newest(most + 1, schedule, settled, late);
    boolean passedOver = missed.size() > most;
    List<Instant> firings =
        new ArrayList<>(passedOver ? missed.subList(missed.size() - most, missed.size()) : missed);
    firings.addAll(inTime);
    List<Instant> last = newest(1, schedule, settled, now);
    return new DueFirings(firings, last.get(0), passedOver);
  }

  private static int mostMissed(Missed policy, boolean noneInTime) {
    return switch (policy) {
      case SKIP -> 0;
      case FIRE_LAST -> noneInTime ? 1 : 0;
      case FIRE_ALL -> Missed.MOST;
    };
  }

  /**
   * The newest firings after one moment and up to another one, the oldest first. A year of seconds
   * may lie between the two, so it looks from the end, twice as far back each time.
   */
  private static List<Instant> newest(int most, Schedule schedule, Instant after, Instant upTo) {
    for (Duration back = Schedule.PUNCTUAL; ; back = back.multipliedBy(2)) {
      Instant from = latest(after, upTo.minus(back));
      Deque<Instant> found = new ArrayDeque<>();
      for (Instant each : between(schedule, from, upTo)) {
        found.addLast(each);
        if (found.size() > most) {
          found.removeFirst();
        }
      }
      if (found.size() == most || !from.isAfter(after)) {
        return List.copyOf(found);
      }
    }
  }

  private static List<Instant> between(Schedule schedule, Instant after, Instant upTo) {
    List<Instant> found = new ArrayList<>();
    for (Instant next = schedule.next(after); !next.isAfter(upTo); next = schedule.next(next)) {
      found.add(next);
    }
    return found;
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
