package io.palinode.server.runtime;

import io.palinode.message.PayloadCodec;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.StepBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sagas of one to five steps, as chance makes them: some that can be undone, some that leave
 * nothing, perhaps a pivot, then retriable ones.
 */
final class SimulatedSagas {
  static final List<String> PARTICIPANTS = List.of("airline", "hotel", "railway");
  static final PayloadCodec CODEC = new PayloadCodec();
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

  record Return(String leg) {}

  /** So many definitions. */
  static List<SagaDefinition<?>> some(int count, Random random) {
    List<SagaDefinition<?>> definitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      definitions.add(one("journey-" + i, random));
    }
    return definitions;
  }

  private static SagaDefinition<Journey> one(String name, Random random) {
    SagaBuilder<Journey> saga = Saga.named(name, Journey.class);
    int steps = 1 + random.nextInt(MOST_STEPS);
    int undoable = random.nextInt(steps + 1);
    boolean pivot = random.nextBoolean();
    for (int i = 0; i < steps; i++) {
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
    return saga.build();
  }

  private static StepBuilder<Journey> step(SagaBuilder<Journey> saga, String leg, Random random) {
    return saga.step(leg)
        .at(PARTICIPANTS.get(random.nextInt(PARTICIPANTS.size())))
        .command(journey -> new Travel(leg, journey.travelled().size()))
        .onReply(Travelled.class, Journey::with)
        .timeout(Duration.ofMillis(500 + random.nextInt(10_000)))
        .retry(retry(1 + random.nextInt(3)));
  }

  private static RetryPolicy retry(int attempts) {
    return RetryPolicy.attempts(attempts).backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(5));
  }
}
