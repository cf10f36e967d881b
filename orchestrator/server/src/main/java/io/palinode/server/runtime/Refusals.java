package io.palinode.server.runtime;

import io.palinode.message.ReportWriter.Reached;
import io.palinode.message.SagaRequest.Refuse;
import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.transport.InputRecord;

/**
 * Refuses starts, and tells those who asked for them.
 *
 * <p>An owner may have been deposed without knowing it, and its successor may serve what it does
 * not. So that nobody is told REFUSED of a saga that then runs, and everybody else is told:
 *
 * <ul>
 *   <li>The dead letter of the start, and a request to tell of the refusal, behind all input that
 *       is not read yet, are in Kafka before the offset moves past the start. That it has moved is
 *       journaled at once.
 *   <li>Whoever reads that request tells when all before it is durable, unless the saga has been
 *       started. No other owner can read the refused start any more then.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
record Refusals(TermMemory memory, Letters letters, Misfits misfits, ShardCounters counters) {

  void refuse(InputRecord start, Refuse refusal, BatchDraft draft) {
    counters.add(Count.REFUSED);
    draft.refuse(refusal.sagaId());
    misfits.bury(start, refusal.reason().toString(), draft);
    misfits.postpone(refusal, draft);
  }

  /**
   * Tells of a refusal. One of a former owner that this draft repeats is told when the request to
   * tell of the repeated one is read.
   *
   * @param offset at which the request was read
   */
  void tell(Refuse refusal, long offset, BatchDraft draft) {
    String id = refusal.sagaId();
    if (memory.knows(id) || draft.refuses(id)) {
      counters.add(Count.REQUESTS_IN_VAIN);
      return;
    }
    Reached reached =
        new Reached(SagaStatus.REFUSED, refusal.at(), refusal.reason()).as(Long.toString(offset));
    misfits.tellLater(letters.brief(draft.number(), id, reached), draft);
  }
}
