package io.palinode.chaos;

import io.palinode.chaos.check.JsonLines;
import io.palinode.chaos.check.RequestLine;
import io.palinode.chaos.check.RequestLine.Answer;
import io.palinode.chaos.check.RequestLine.Verb;
import io.palinode.client.SagaClient;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cancels, pauses and resumes sagas, and writes down what it asked for and what it was answered. A
 * request that is not answered is sent again.
 *
 * <p>Used by the load's thread; answers come on the client's.
 */
final class Controls {
  private static final String WHY = "The plan says so.";
  private static final int ANSWERED_WITHIN_SECONDS = 8;

  private final SagaClient client;
  private final Agenda agenda;
  private final JsonLines lines;
  private final AtomicInteger open = new AtomicInteger();

  Controls(SagaClient client, Agenda agenda, JsonLines lines) {
    this.client = client;
    this.agenda = agenda;
    this.lines = lines;
  }

  void cancel(String saga) {
    ask(saga, Verb.CANCEL, report -> {});
  }

  /** Pauses a saga, and resumes it that long after the answer, if it is paused then. */
  void pause(String saga, Duration lasting) {
    ask(
        saga,
        Verb.PAUSE,
        report -> {
          if (report.status() == SagaStatus.PAUSED) {
            agenda.in(lasting, () -> resume(saga));
          }
        });
  }

  private void resume(String saga) {
    ask(saga, Verb.RESUME, report -> {});
  }

  boolean settled() {
    return open.get() == 0;
  }

  private void ask(String saga, Verb verb, Consumer<SagaReport> whenAnswered) {
    lines.append(line(saga, verb, null));
    open.incrementAndGet();
    var unused =
        send(saga, verb)
            .orTimeout(ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS)
            .whenComplete(
                (report, failure) -> {
                  if (failure != null) {
                    agenda.in(Duration.ZERO, () -> ask(saga, verb, whenAnswered));
                  } else {
                    lines.append(line(saga, verb, answer(report)));
                    whenAnswered.accept(report);
                  }
                  open.decrementAndGet();
                });
  }

  private CompletableFuture<SagaReport> send(String saga, Verb verb) {
    return switch (verb) {
      case CANCEL -> client.cancel(saga, WHY);
      case PAUSE -> client.pause(saga, WHY);
      case RESUME -> client.resume(saga, WHY);
    };
  }

  private static RequestLine line(String saga, Verb verb, @Nullable Answer answer) {
    return new RequestLine(System.currentTimeMillis(), System.nanoTime(), saga, verb, answer);
  }

  private static Answer answer(SagaReport report) {
    var answer = report.answer();
    return answer == null
        ? new Answer(null, "", report.status())
        : new Answer(answer.verdict(), answer.reason().code(), report.status());
  }
}
