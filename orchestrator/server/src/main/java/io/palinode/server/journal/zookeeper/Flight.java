package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.AppendOutcome;
import io.palinode.server.journal.Batch;
import java.util.function.Consumer;

/**
 * One batch on its way, from its submission to its outcome.
 *
 * <p>Guarded by the lock of its {@link BatchPipeline}.
 */
final class Flight {
  private final Batch batch;
  private final BatchOps ops;
  private final Consumer<AppendOutcome> outcome;
  private Answer answer = Answer.NONE;
  private boolean onItsWay;
  private boolean ambiguous;

  Flight(Batch batch, BatchOps ops, Consumer<AppendOutcome> outcome) {
    this.batch = batch;
    this.ops = ops;
    this.outcome = outcome;
  }

  Batch batch() {
    return batch;
  }

  BatchOps ops() {
    return ops;
  }

  Answer answer() {
    return answer;
  }

  /** True while ZooKeeper owes an answer. */
  boolean onItsWay() {
    return onItsWay;
  }

  /** True if an earlier sending of it may have been applied. */
  boolean ambiguous() {
    return ambiguous;
  }

  void departed() {
    onItsWay = true;
    answer = Answer.NONE;
  }

  void arrived(Answer answer) {
    onItsWay = false;
    this.answer = answer;
    ambiguous |= answer.kind() == Answer.Kind.LOST;
  }

  void tell(AppendOutcome settled) {
    outcome.accept(settled);
  }
}
