package io.palinode.core;

import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.Direction;
import io.palinode.message.SagaStatus;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges by a journal in which order steps were begun and undone.
 *
 * <ul>
 *   <li>A step begins when all that comes before it has succeeded, and never after the turn.
 *   <li>It is undone if it has, or may have, an effect; once; when nothing is in flight that went
 *       forward; and when all that comes after it is undone.
 *   <li>No more run side by side than allowed, there and back.
 * </ul>
 */
final class Order {
  private final World world;
  private final Itinerary itinerary;
  private final Set<String> begun = new HashSet<>();
  private final Set<String> acting = new HashSet<>();
  private final Set<String> undoing = new HashSet<>();
  private final Set<String> succeeded = new HashSet<>();
  private final Set<String> owed = new HashSet<>();
  private final Set<String> undone = new HashSet<>();
  private boolean turned;

  private Order(World world, Itinerary itinerary) {
    this.world = world;
    this.itinerary = itinerary;
  }

  static void check(World world, Itinerary itinerary) {
    Order order = new Order(world, itinerary);
    for (SagaEvent event : world.journal()) {
      order.see(event);
    }
    SagaStatus status = world.state().status();
    if (Promises.isDecided(world) && status != SagaStatus.PARKED) {
      Promises.equal(world, "turned after the decision", order.turned, false);
    }
    if (status == SagaStatus.COMPENSATED) {
      Promises.equal(world, "left to undo in the end", order.owed, Set.of());
    }
  }

  private void see(SagaEvent event) {
    if (event instanceof CompensationStarted) {
      turned = true;
    } else if (event instanceof CommandIssued issued && issued.attempt() == 1) {
      if (issued.direction() == Direction.ACTION) {
        seeBegun(issued.step());
      } else {
        seeUndoing(issued.step());
      }
    } else if (event instanceof StepStuck stuck) {
      acting.remove(stuck.step());
      undoing.remove(stuck.step());
    } else if (event instanceof StepCompensated compensated) {
      undoing.remove(compensated.step());
      owed.remove(compensated.step());
      expect(undone.add(compensated.step()), compensated.step() + " is undone once");
    } else if (event instanceof StepEvent about && !(about instanceof CommandIssued)) {
      seeSettled(about);
    }
  }

  private void seeBegun(String run) {
    Set<String> before = itinerary.before(run);
    expect(before != null, run + " is to run at all");
    expect(succeeded.containsAll(before), run + " begins after " + before);
    expect(!turned, run + " begins before the turn");
    expect(begun.add(run), run + " begins once");
    acting.add(run);
    checkLimits(acting);
  }

  private void seeUndoing(String run) {
    expect(owed.contains(run), run + " is to be undone");
    expect(acting.isEmpty(), run + " is undone when nothing is in flight");
    List<String> after = itinerary.after(run);
    expect(Collections.disjoint(owed, after), run + " is undone after " + after);
    expect(undoing.add(run), run + " is undone once");
    checkLimits(undoing);
  }

  private void seeSettled(StepEvent about) {
    if (about instanceof StepSucceeded) {
      succeeded.add(about.step());
    }
    if (about instanceof StepSucceeded || about instanceof StepUnknown) {
      acting.remove(about.step());
      if (world.machine().definition().step(about.step()).compensation() != null) {
        owed.add(about.step());
      }
    } else if (about instanceof SagaEvent.StepRejected) {
      acting.remove(about.step());
    }
  }

  private void checkLimits(Set<String> atWork) {
    for (Itinerary.Limit limit : itinerary.limits()) {
      long busy =
          limit.groups().stream().filter(group -> !Collections.disjoint(group, atWork)).count();
      expect(busy <= limit.atOnce(), "at most " + limit + " at a time, but " + atWork);
    }
  }

  private void expect(boolean holds, String what) {
    if (!holds) {
      Promises.fail(world, "the journal does not show that " + what + ": " + world.journal());
    }
  }
}
