package io.palinode.core;

import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.StepBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The data of the sagas that the explorer walks through: the legs that were travelled.
 *
 * <p>A saga is named by its shape, one letter for each leg: {@code c} can be undone, {@code f}
 * leaves nothing to undo, {@code p} is the pivot, {@code r} is retriable.
 */
record Journey(List<String> travelled) {
  static final Journey PLANNED = new Journey(List.of());

  record Travel(String leg, List<String> before) {}

  record Travelled(String leg) {}

  record Return(String leg, List<String> travelled) {}

  Journey with(Travelled reply) {
    List<String> legs = new ArrayList<>(travelled);
    legs.add(reply.leg());
    return new Journey(legs);
  }

  /** Every shape of so many legs that the rules of definitions allow. */
  static List<String> shapes(int legs) {
    List<String> shapes = new ArrayList<>();
    for (int undoable = 0; undoable <= legs; undoable++) {
      int after = legs - undoable;
      for (String head : heads(undoable)) {
        shapes.add(head + "r".repeat(after));
        if (after > 0) {
          shapes.add(head + "p" + "r".repeat(after - 1));
        }
      }
    }
    return shapes;
  }

  private static List<String> heads(int legs) {
    return legs == 0
        ? List.of("")
        : heads(legs - 1).stream().flatMap(head -> Stream.of(head + "c", head + "f")).toList();
  }

  static String leg(int index) {
    return "leg-" + (index + 1);
  }

  static SagaDefinition<Journey> saga(String shape, int attempts) {
    SagaBuilder<Journey> saga = Saga.named("journey-" + shape, Journey.class);
    RetryPolicy retry =
        RetryPolicy.attempts(attempts)
            .backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(3))
            .jitter(0);
    for (int i = 0; i < shape.length(); i++) {
      String leg = leg(i);
      StepBuilder<Journey> step =
          saga.step(leg)
              .at("railway")
              .command(journey -> new Travel(leg, journey.travelled()))
              .onReply(Travelled.class, Journey::with)
              .retry(retry);
      switch (shape.charAt(i)) {
        case 'c' ->
            step.compensation(journey -> new Return(leg, journey.travelled()))
                .compensationRetry(retry);
        case 'f' -> step.withoutCompensation();
        case 'p' -> step.pivot();
        default -> step.retriable();
      }
    }
    return saga.build();
  }
}
