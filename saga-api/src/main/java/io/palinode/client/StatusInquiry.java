package io.palinode.client;

import io.palinode.message.SagaReport;
import java.util.concurrent.CompletableFuture;

/** Waits for one report, whatever its status. */
record StatusInquiry(CompletableFuture<SagaReport> answer) implements FollowedSagas.Follower {
  @Override
  public void report(SagaReport report) {
    answer.complete(report);
  }

  @Override
  public void failed(RuntimeException why) {
    answer.completeExceptionally(why);
  }
}
