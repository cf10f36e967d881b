package io.palinode.server.runtime;

import io.palinode.message.Reason;
import io.palinode.message.ReportWriter.Reached;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a saga stands that somebody asks about, whether it is live, has ended, cannot be read,
 * or is not known.
 *
 * @param letters writes the reports
 */
record Standings(TermMemory memory, Letters letters) {

  Sending.Report of(String sagaId, long batch, long now, @Nullable RequestAnswer answer) {
    LiveSaga saga = memory.sagas().find(sagaId);
    if (saga != null) {
      return letters.report(batch, saga, answer);
    }
    @Nullable Reason damage = memory.sagas().damage(sagaId);
    return letters.brief(batch, sagaId, new Reached(status(sagaId), now, damage).answering(answer));
  }

  /** The answer to a request that no machine can rule on. */
  Sending.Report unruled(String sagaId, String requestId, long batch, long now) {
    RequestAnswer answer = new RequestAnswer(requestId, Verdict.REFUSED, whyUnruled(sagaId));
    return of(sagaId, batch, now, answer);
  }

  private Reason whyUnruled(String sagaId) {
    LiveSaga saga = memory.sagas().find(sagaId);
    if (saga != null) {
      return new Reason(
          "NOT_SERVED", "No definition is served here for " + saga.state().definition() + ".");
    }
    SagaStatus status = status(sagaId);
    return switch (status) {
      case PARKED -> new Reason("CORRUPT", "The saga's log cannot be read.");
      case UNKNOWN -> new Reason("UNKNOWN_SAGA", "Nothing is known of a saga of this id.");
      default -> new Reason("ENDED", "The saga has ended; it is %s.".formatted(status.word()));
    };
  }

  private SagaStatus status(String sagaId) {
    if (memory.sagas().damage(sagaId) != null) {
      return SagaStatus.PARKED;
    }
    SagaStatus done = memory.done().find(sagaId);
    return done == null ? SagaStatus.UNKNOWN : done;
  }
}
