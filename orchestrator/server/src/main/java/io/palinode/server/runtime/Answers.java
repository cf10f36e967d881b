package io.palinode.server.runtime;

/**
 * Sends the answers to what is asked about a saga: with the batch, or before the offset moves past
 * the question.
 *
 * <p>A saga that goes on is heard of again, and so is one whose last step is not journaled yet. Of
 * any other the answer may be the last word, and it may leave the journal in the very batch that
 * would have carried it.
 *
 * <p>Used by the shard's thread only.
 */
record Answers(LiveSagas sagas, OwedUnderWay owed, Misfits misfits) {

  void send(Sending.Report report, BatchDraft draft) {
    LiveSaga saga = sagas.find(report.sagaId());
    if (saga == null || (isAtRest(saga) && saga.isSettled() && !draft.isWriting(saga))) {
      misfits.tell(report, draft);
    } else {
      sendWith(draft, report);
    }
  }

  /** Sends the answer with the batch. Its saga stays in the journal until Kafka has it. */
  void sendWith(BatchDraft draft, Sending.Report report) {
    if (report.answers()) {
      owed.begin(report.sagaId());
    }
    draft.send(report);
  }

  private static boolean isAtRest(LiveSaga saga) {
    return saga.state().status().halted() || saga.state().status().ended();
  }
}
