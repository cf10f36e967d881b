package io.palinode.server.runtime;

import io.palinode.message.PayloadCodec;
import io.palinode.saga.Branch;
import io.palinode.saga.BranchStep;
import io.palinode.saga.Rejection;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.StepBuilder;
import io.palinode.saga.WhenHeld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sagas as chance makes them: of one to five steps in turn, some that can be undone, some that
 * leave nothing, perhaps a pivot, then retriable ones; and composed ones, whose legs are travelled
 * side by side, for each of some stops, by choice, in sagas of their own, and one of them locally.
 * Some are exclusive by a key. All give notice when they end or park.
 */
final class SimulatedSagas {
  static final List<String> PARTICIPANTS = List.of("airline", "hotel", "railway");
  static final PayloadCodec CODEC = new PayloadCodec();
  static final List<String> STOPS = List.of("bern", "oslo", "rome");
  static final String DESK = "desk 1/a";
  static final String TICKET = "ticket ";
  static final String NOTICES = "sim.notices";
  private static final int MOST_STEPS = 5;

  private SimulatedSagas() {}

  /** What a saga knows: the legs that were travelled. */
  record Journey(List<String> travelled) {
    static final Journey PLANNED = new Journey(List.of());

    Journey with(Travelled reply) {
      List<String> legs = new ArrayList<>(travelled);
      legs.add(reply.leg());
      return new Journey(legs);
    }
  }

  record Travel(String leg, int before) {}

  record Travelled(String leg) {}

  /** What a signal carries: its own id. */
  record Ticket(String number) {}

  record Return(String leg) {}

  /** So many definitions. */
  static List<SagaDefinition<?>> some(int count, Random random) {
    List<SagaDefinition<?>> definitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      definitions.add(
          i % 2 == 0 ? inTurn("journey-" + i, random) : composed("journey-" + i, random));
    }
    return definitions;
  }

  /** Half of them travel one at a time, with one of two passports that all definitions share. */
  private static SagaBuilder<Journey> perhapsExclusive(String name, Random random) {
    SagaBuilder<Journey> saga = telling(name);
    String passport = "passport " + random.nextInt(2);
    return switch (random.nextInt(6)) {
      case 0 -> saga.exclusiveBy("passport", journey -> passport, WhenHeld.reject());
      case 1 -> saga.exclusiveBy("passport", journey -> passport, WhenHeld.queueAtMost(2));
      case 2 -> saga.exclusiveBy("passport", journey -> passport);
      default -> saga;
    };
  }

  private static SagaBuilder<Journey> telling(String name) {
    return Saga.named(name, Journey.class)
        .onCompleted(NOTICES, journey -> journey)
        .onCompensated(NOTICES, (journey, reason) -> journey)
        .onParked(NOTICES, (journey, reason) -> journey);
  }

  private static SagaDefinition<Journey> composed(String name, Random random) {
    SagaBuilder<Journey> saga = perhapsExclusive(name, random);
    saga.parallel("both-ways")
        .atOnce(1 + random.nextInt(3))
        .branch(
            branch -> {
              undoable(branch, "leg-1", random);
              undoable(branch, "leg-2", random);
            })
        .branch(branch -> undoable(branch, "leg-3", random))
        .branch(branch -> step(branch, "leg-4", random).withoutCompensation())
        .branch(branch -> look(branch, random))
        .join()
        .forEach("stops", String.class, journey -> STOPS)
        .atMost(STOPS.size())
        .atOnce(1 + random.nextInt(3))
        .run(
            stop -> {
              undoable(stop, "stop", random);
              stop.saga("detour", detour(random), view -> Journey.PLANNED)
                  .onEnd((view, detour) -> new Journey(detour.travelled()));
            })
        .choice("way-home")
        .when("never", journey -> false, branch -> undoable(branch, "leg-5", random))
        .otherwise(branch -> undoable(branch, "leg-6", random));
    if (random.nextBoolean()) {
      step(saga, "leg-7", random).pivot();
    }
    saga.parallel("at-last")
        .branch(branch -> step(branch, "leg-8", random).retriable())
        .branch(branch -> step(branch, "leg-9", random).retriable().onlyIf(journey -> true))
        .join();
    return saga.build();
  }

  /** A local step, as reliable as chance is. */
  private static void look(Branch<Journey, Journey> branch, Random random) {
    branch
        .step("look")
        .locally(
            journey -> {
              int luck = random.nextInt(30);
              if (luck == 0) {
                throw new Rejection("NOTHING_TO_SEE", "");
              } else if (luck < 5) {
                throw new IllegalStateException("Fog.");
              }
              return new Travelled("look");
            })
        .onReply(Travelled.class, (journey, reply) -> new Journey(List.of(reply.leg())))
        .compensateLocally(journey -> {})
        .retry(retry(3));
  }

  private static SagaDefinition<Journey> detour(Random random) {
    SagaBuilder<Journey> saga = Saga.named("detour", Journey.class);
    step(saga, "leg-1", random)
        .compensation(journey -> new Return("leg-1"))
        .compensationRetry(retry(8));
    return saga.build();
  }

  private static SagaDefinition<Journey> inTurn(String name, Random random) {
    SagaBuilder<Journey> saga = perhapsExclusive(name, random);
    int steps = 1 + random.nextInt(MOST_STEPS);
    int undoable = random.nextInt(steps + 1);
    boolean pivot = random.nextBoolean();
    int ticket = random.nextInt(2 * steps);
    for (int i = 0; i < steps; i++) {
      if (i == ticket && i <= undoable) {
        ticket(saga, random);
      }
      String leg = "leg-" + (i + 1);
      StepBuilder<Journey> step = step(saga, leg, random);
      if (i < undoable && random.nextInt(4) == 0) {
        step.withoutCompensation();
      } else if (i < undoable) {
        step.compensation(journey -> new Return(leg)).compensationRetry(retry(8));
      } else if (i == undoable && pivot) {
        step.pivot();
      } else {
        step.retriable();
      }
    }
    if (random.nextInt(4) == 0) {
      saga.signal("stamp", Ticket.class)
          .by(journey -> DESK)
          .retriable()
          .onSignal(SimulatedSagas::holding);
    }
    return saga.build();
  }

  /** A wait for one ticket: for ever, or for a while, and then it fails or goes on. */
  private static void ticket(SagaBuilder<Journey> saga, Random random) {
    var wait = saga.signal("ticket", Ticket.class).by(journey -> DESK);
    if (random.nextBoolean()) {
      wait.within(Duration.ofMillis(500 + random.nextInt(20_000)));
      if (random.nextBoolean()) {
        wait.otherwiseGoOn();
      }
    }
    wait.onSignal(SimulatedSagas::holding);
  }

  private static Journey holding(Journey journey, Ticket ticket) {
    return journey.with(new Travelled(TICKET + ticket.number()));
  }

  private static <V> void undoable(Branch<V, Journey> branch, String leg, Random random) {
    step(branch, leg, random).compensation(view -> new Return(leg)).compensationRetry(retry(8));
  }

  private static <V> BranchStep<V, Journey> step(
      Branch<V, Journey> branch, String leg, Random random) {
    return branch
        .step(leg)
        .at(anyone(random))
        .command(view -> new Travel(leg, 0))
        .onReply(Travelled.class, (view, reply) -> new Journey(List.of(reply.leg())))
        .timeout(anyTimeout(random))
        .retry(retry(1 + random.nextInt(3)));
  }

  private static StepBuilder<Journey> step(SagaBuilder<Journey> saga, String leg, Random random) {
    return saga.step(leg)
        .at(anyone(random))
        .command(journey -> new Travel(leg, journey.travelled().size()))
        .onReply(Travelled.class, Journey::with)
        .timeout(anyTimeout(random))
        .retry(retry(1 + random.nextInt(3)));
  }

  private static String anyone(Random random) {
    return PARTICIPANTS.get(random.nextInt(PARTICIPANTS.size()));
  }

  private static Duration anyTimeout(Random random) {
    return Duration.ofMillis(500 + random.nextInt(10_000));
  }

  private static RetryPolicy retry(int attempts) {
    return RetryPolicy.attempts(attempts).backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(5));
  }
}
