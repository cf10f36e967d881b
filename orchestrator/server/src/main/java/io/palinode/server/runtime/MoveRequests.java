package io.palinode.server.runtime;

import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.Report;
import io.palinode.core.SagaMachine;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaRequest;
import io.palinode.server.journal.Owed;
import io.palinode.server.runtime.ShardCounters.Count;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves live sagas to other versions of their definitions when that is asked for, and answers what
 * came of it.
 *
 * <p>Used by the shard's thread only.
 */
record MoveRequests(
    Definitions definitions, Decisions decisions, Standings standing, Answers answers) {
  private static final Logger LOG = LoggerFactory.getLogger(MoveRequests.class);

  void take(SagaRequest.Migrate request, BatchDraft draft, long now) {
    String id = request.sagaId();
    LiveSaga saga = decisions.memory().sagas().find(id);
    if (saga == null) {
      answers.send(standing.unruled(id, request.requestId(), draft.number(), now), draft);
      return;
    }
    Moves.Answer found = new Moves(definitions).answer(saga.state(), request.version());
    RequestAnswer answer =
        found instanceof Moves.Moved moved
            ? move(saga, moved, request, draft, now)
            : stay(request, ((Moves.Stays) found).obstacles());
    answers.send(standing.of(id, draft.number(), now, answer), draft);
  }

  /** One that stood still, because nobody served its version, goes on as after a takeover. */
  private RequestAnswer move(
      LiveSaga saga, Moves.Moved moved, SagaRequest.Migrate request, BatchDraft draft, long now) {
    @Nullable SagaMachine<?> before = saga.machine();
    RequestAnswer done =
        answer(request, Verdict.DONE, "MIGRATED", "It goes on in version " + request.version());
    saga.serve(moved.machine());
    if (before == null) {
      decisions.tellAgain(saga, draft);
    }
    if (!decisions.journal(saga, moved.decision(), Owed.answer(done), draft, now)) {
      saga.serve(before);
      return new RequestAnswer(request.requestId(), Verdict.REFUSED, Decisions.LOG_TOO_LARGE);
    }
    if (before == null) {
      moved.machine().pending(saga.state()).stream()
          .filter(effect -> !(effect instanceof Report || effect instanceof ReleaseKey))
          .forEach(effect -> decisions.plan(saga, effect, draft));
    }
    decisions.counters().add(Count.MIGRATED);
    return done;
  }

  private RequestAnswer stay(SagaRequest.Migrate request, List<String> obstacles) {
    if (obstacles.isEmpty()) {
      return answer(
          request, Verdict.UNCHANGED, "MIGRATED_ALREADY", "It is in that version already");
    }
    String why = String.join("; ", obstacles);
    LOG.warn("Saga {} does not move to version {}: {}", request.sagaId(), request.version(), why);
    decisions.counters().add(Count.NOT_MIGRATED);
    return answer(request, Verdict.REFUSED, "NOT_MIGRATED", why);
  }

  private static RequestAnswer answer(
      SagaRequest.Migrate request, Verdict verdict, String code, String text) {
    return new RequestAnswer(request.requestId(), verdict, new Reason(code, text + "."));
  }
}
