package io.palinode.client;

import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.util.concurrent.CompletableFuture;

/** Waits until a saga has ended or is parked. */
record RestAwaited(CompletableFuture<SagaReport> rest) implements FollowedSagas.Follower {
  @Override
  public void report(SagaReport report) {
    if (report.status().ended() || report.status() == SagaStatus.PARKED) {
      rest.complete(report);
    }
  }

  @Override
  public void failed(RuntimeException why) {
    rest.completeExceptionally(why);
  }
}
