package io.palinode.core;

import io.palinode.saga.Branch;
import io.palinode.saga.BranchStep;
import io.palinode.saga.Item;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The data of the sagas that the explorer walks through: the legs that were travelled, in the order
 * of their names, so that it does not matter which of two replies comes first.
 *
 * @param wish which branch every choice takes, and how many items every for-each has
 */
record Journey(List<String> travelled, int wish) {
  /** How many items a for-each allows. */
  static final int MOST_ITEMS = 2;

  record Travel(String leg, List<String> before) {}

  record Travelled(String leg) {}

  record Return(String leg, List<String> travelled) {}

  static Journey planned(int wish) {
    return new Journey(List.of(), wish);
  }

  Journey with(Travelled reply) {
    return new Journey(
        Stream.concat(travelled.stream(), Stream.of(reply.leg())).sorted().toList(), wish);
  }

  Journey with(Journey stage) {
    return new Journey(
        Stream.concat(travelled.stream(), stage.travelled().stream()).sorted().toList(), wish);
  }

  static SagaDefinition<Journey> saga(String shape, int attempts) {
    RetryPolicy retry =
        RetryPolicy.attempts(attempts)
            .backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(3))
            .jitter(0);
    boolean inTurn = shape.chars().allMatch(Character::isLetter);
    return Plan.whole("journey", retry, inTurn, Shape.of(shape));
  }

  /** How the parts of a shape are added to a branch whose functions are given a V. */
  private record Plan<V>(
      RetryPolicy retry, boolean inTurn, Function<V, Journey> journey, Function<V, String> suffix) {

    static SagaDefinition<Journey> whole(
        String name, RetryPolicy retry, boolean inTurn, Shape shape) {
      Plan<Journey> plan = new Plan<>(retry, inTurn, Function.identity(), journey -> "");
      return Saga.named(name, Journey.class)
          .onlyIf("whole", journey -> true, branch -> plan.add(branch, shape))
          .build();
    }

    void add(Branch<V, Journey> branch, Shape shape) {
      if (shape instanceof Shape.InTurn parts) {
        parts.parts().forEach(part -> add(branch, part));
      } else if (shape instanceof Shape.Leg leg) {
        addLeg(branch, leg);
      } else if (shape instanceof Shape.SideBySide aside) {
        var parallel = branch.parallel(aside.name()).atOnce(aside.atOnce());
        aside.branches().forEach(one -> parallel.branch(inner -> add(inner, one)));
        parallel.join();
      } else if (shape instanceof Shape.Fork fork) {
        var choice = branch.choice(fork.name());
        for (int i = 0; i < fork.options().size(); i++) {
          int wish = i;
          choice.when(
              "way-" + i,
              data -> journey.apply(data).wish() == wish,
              inner -> add(inner, fork.options().get(wish)));
        }
        choice.otherwiseNothing();
      } else if (shape instanceof Shape.Each each) {
        Plan<Item<V, Integer>> inside =
            new Plan<>(
                retry,
                inTurn,
                item -> journey.apply(item.data()),
                item -> suffix.apply(item.data()) + "[" + item.item() + "]");
        branch
            .forEach(
                each.name(),
                Integer.class,
                data -> IntStream.range(0, journey.apply(data).wish()).boxed().toList())
            .atMost(MOST_ITEMS)
            .atOnce(each.atOnce())
            .run(inner -> inside.add(inner, each.body()));
      } else if (shape instanceof Shape.Nested nested) {
        branch
            .saga(
                nested.name(),
                whole("stage", retry, inTurn, nested.body()),
                data -> planned(journey.apply(data).wish()))
            .onEnd((data, stage) -> journey.apply(data).with(stage));
      }
    }

    private void addLeg(Branch<V, Journey> branch, Shape.Leg leg) {
      if (leg.kind() == 'l') {
        branch
            .step(leg.name())
            .locally(data -> new Travelled(leg.name() + suffix.apply(data)))
            .onReply(Travelled.class, (data, reply) -> journey.apply(data).with(reply))
            .compensateLocally(data -> {})
            .retry(retry)
            .compensationRetry(retry);
        return;
      }
      BranchStep<V, Journey> step =
          branch
              .step(leg.name())
              .at("railway")
              .command(
                  data ->
                      new Travel(
                          leg.name() + suffix.apply(data),
                          inTurn ? journey.apply(data).travelled() : List.of()))
              .onReply(Travelled.class, (data, reply) -> journey.apply(data).with(reply))
              .retry(retry);
      switch (leg.kind()) {
        case 'c' ->
            step.compensation(
                    data ->
                        new Return(
                            leg.name() + suffix.apply(data), journey.apply(data).travelled()))
                .compensationRetry(retry);
        case 'f' -> step.withoutCompensation();
        case 'p' -> step.pivot();
        default -> step.retriable();
      }
    }
  }
}
