package io.palinode.testkit.paths;

import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.StepKey;
import io.palinode.saga.SagaDefinition;
import java.util.HashMap;
import java.util.Map;

/**
 * What participants tell when they succeed: what the test gave, else a sample of what the step
 * listens to, else nothing.
 *
 * <p>Immutable once made.
 */
final class Replies {
  private final Map<String, Payload> byStep = new HashMap<>();

  Replies(SagaDefinition<?> definition, Map<String, Object> given, PayloadCodec codec) {
    definition
        .stepsByPath()
        .forEach(
            (path, step) -> {
              if (given.containsKey(path)) {
                byStep.put(path, codec.encode(given.get(path)));
              } else if (!step.folds().isEmpty()) {
                Class<?> type = step.folds().values().iterator().next().replyType();
                byStep.put(path, codec.encode(Samples.of(type)));
              }
            });
  }

  Payload to(String step, Direction direction) {
    return direction == Direction.ACTION
        ? byStep.getOrDefault(StepKey.path(step), Payload.NONE)
        : Payload.NONE;
  }
}
