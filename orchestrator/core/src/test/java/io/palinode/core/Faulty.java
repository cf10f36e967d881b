package io.palinode.core;

import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Sagas over a line of text whose functions do not work. */
final class Faulty {
  static final String WRITE = "write-line";
  static final String PRINT = "print-line";

  private Faulty() {}

  /** One line, as a command or a reply. */
  record Line(String text) {}

  /** A function that works so many times, and then throws. */
  static UnaryOperator<String> workingFor(int calls) {
    AtomicInteger called = new AtomicInteger();
    return text -> {
      if (called.incrementAndGet() > calls) {
        throw new IllegalStateException("No ink for " + text);
      }
      return text;
    };
  }

  static SagaDefinition<String> command(UnaryOperator<String> command) {
    return saga(command, text -> text, (text, reply) -> text);
  }

  static SagaDefinition<String> compensation(UnaryOperator<String> compensation) {
    return saga(text -> text, compensation, (text, reply) -> text);
  }

  static SagaDefinition<String> fold(BinaryOperator<String> fold) {
    return saga(text -> text, text -> text, fold);
  }

  private static SagaDefinition<String> saga(
      UnaryOperator<String> command,
      UnaryOperator<String> compensation,
      BinaryOperator<String> fold) {
    SagaBuilder<String> saga = Saga.named("write-page", String.class);
    saga.step(WRITE)
        .at("writer")
        .command(command)
        .compensation(compensation)
        .onReply(Line.class, (text, line) -> fold.apply(text, line.text()))
        .retry(PlaceOrder.TWICE)
        .compensationRetry(PlaceOrder.TWICE);
    saga.step(PRINT).at("printer").command(text -> text).pivot().retry(RetryPolicy.never());
    return saga.build();
  }
}
