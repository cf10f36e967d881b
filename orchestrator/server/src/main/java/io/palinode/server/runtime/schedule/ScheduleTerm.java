package io.palinode.server.runtime.schedule;

import io.palinode.saga.ScheduledStart;
import io.palinode.server.coordination.FiringMemory.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One schedule while this node fires it.
 *
 * <p>First Kafka has the starts of all firings that are due, then the mark moves behind them. So a
 * firing may be asked for twice, and is never left out.
 *
 * <p>Used by one thread.
 */
final class ScheduleTerm {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleTerm.class);

  private final ScheduledStart<?> start;
  private final FiringTools tools;
  private @Nullable Mark mark;
  private @Nullable Instant next;
  private @Nullable UnderWay underWay;
  private boolean failing;

  ScheduleTerm(ScheduledStart<?> start, FiringTools tools) {
    this.start = start;
    this.tools = tools;
  }

  /** Firings that are being asked for. */
  private record UnderWay(Instant through, CompletableFuture<Void> asked) {}

  String name() {
    return start.saga();
  }

  /** Another node fires it, as far as is known here. */
  void forget() {
    mark = null;
    next = null;
    underWay = null;
  }

  /** True if it failed now and not the time before. */
  boolean failsAnew() {
    boolean anew = !failing;
    failing = true;
    return anew;
  }

  void tick(Instant now) {
    if (underWay != null) {
      settle(underWay);
    }
    if (underWay == null) {
      fireIfDue(now);
    }
  }

  private void fireIfDue(Instant now) {
    Mark last = mark == null ? readOrBegin(now) : mark;
    mark = last;
    if (last == null) {
      return;
    }
    Instant due = next == null ? start.schedule().next(last.through()) : next;
    next = due;
    if (!due.isAfter(now)) {
      fire(last, now);
    }
  }

  /** A schedule that is new begins now: what was before it was not missed. */
  private @Nullable Mark readOrBegin(Instant now) {
    Optional<Mark> read = tools.memory().read(name());
    return read.isPresent() ? read.get() : tools.memory().write(name(), null, now).orElse(null);
  }

  private void fire(Mark last, Instant now) {
    DueFirings due = DueFirings.of(start.schedule(), start.missed(), last.through(), now);
    if (due.passedOver()) {
      LOG.warn(
          "Firings of '{}' after {} were missed, and not all are made up for: {} of them.",
          name(),
          last.through(),
          due.firings().size());
    }
    List<CompletableFuture<Void>> asked =
        due.firings().stream().map(firing -> Firing.of(start, firing, tools).ask()).toList();
    underWay =
        new UnderWay(
            due.through(), CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)));
  }

  private void settle(UnderWay asked) {
    if (!asked.asked().isDone()) {
      return;
    }
    if (asked.asked().isCompletedExceptionally()) {
      LOG.warn("Kafka did not take what '{}' fired; it fires again.", name());
    } else {
      mark = tools.memory().write(name(), mark, asked.through()).orElse(null);
      failing = false;
    }
    next = null;
    underWay = null;
  }
}
