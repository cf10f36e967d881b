package io.palinode.client;

import io.palinode.message.RequestAnswer;
import io.palinode.message.SagaReport;
import java.util.concurrent.CompletableFuture;

/** Waits for the report that answers one request. */
record AwaitedAnswer(String requestId, CompletableFuture<SagaReport> future)
    implements FollowedSagas.Follower {
  @Override
  public void report(SagaReport report) {
    RequestAnswer answer = report.answer();
    if (answer != null && answer.requestId().equals(requestId)) {
      future.complete(report);
    }
  }

  @Override
  public void failed(RuntimeException why) {
    future.completeExceptionally(why);
  }
}
