package io.palinode.server.runtime;

import io.palinode.core.Effect.Attempt;
import io.palinode.core.SagaInput.TimerFired;
import io.palinode.core.StepState;
import io.palinode.message.CommandId;
import io.palinode.message.Reason;
import io.palinode.server.runtime.Chores.Parking;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardMessage.LocalBegun;
import io.palinode.server.runtime.ShardMessage.LocalEnded;
import io.palinode.server.runtime.ShardMessage.LocalMessage;
import io.palinode.server.transport.RecordRefused;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when Kafka has a record, or did not take it.
 *
 * <ul>
 *   <li>A step's clock starts when Kafka has its command, or when its local function begins, unless
 *       its reply was faster. An ended saga may leave the journal when Kafka has its report, its
 *       notices if it gives any, its answers to requests, and the releases of its keys.
 *   <li>What the client library gave up is sent again, for as long as it takes.
 *   <li>A command that Kafka will never take parks its saga; its clock starts all the same, for
 *       when a person lets the saga go on. A report or a dead letter that it will never take is
 *       sent without its data, and so is a notice: {@link Abridged}.
 * </ul>
 *
 * <p>Used by the shard's thread only.
 */
final class Receipts {
  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

  private final TermTools tools;
  private final TermMemory memory;
  private final Publications publications;
  private final Abridged abridged;
  private final Chores chores;
  private final Farewells farewells;

  Receipts(
      TermTools tools,
      TermMemory memory,
      Publications publications,
      Letters letters,
      Chores chores) {
    this.tools = tools;
    this.memory = memory;
    this.publications = publications;
    this.abridged = new Abridged(letters);
    this.chores = chores;
    this.farewells = new Farewells(memory.owed());
  }

  /** Kafka has a record of a batch. */
  void sent(Sending sending, long now) {
    if (sending instanceof Sending.Command command) {
      tools.ports().checkpoints().reached(Checkpoint.PUBLISHED_NOT_NOTED);
      publications.acknowledged(command.batch(), command);
      startClock(command.command(), now);
    } else if (sending instanceof Sending.Report report) {
      publications.acknowledged(report.batch(), report);
      reported(report);
    } else if (sending instanceof Sending.Notice notice) {
      publications.acknowledged(notice.batch(), notice);
      LiveSaga saga = memory.sagas().find(notice.sagaId());
      if (!notice.last()) {
        memory.owed().acknowledged(notice.sagaId());
      }
      if (saga != null && saga.state().status().ended()) {
        leaveIf(notice.last() ? farewells.noticed(saga) : farewells.paid(saga), saga);
      }
    } else if (sending instanceof Sending.KeyRelease release) {
      publications.acknowledged(release.batch(), release);
      LiveSaga saga = memory.sagas().find(release.sagaId());
      if (saga != null && saga.state().status().ended()) {
        leaveIf(farewells.released(saga, release.address()), saga);
      }
    } else if (sending instanceof Sending.KeyAnswer answer) {
      publications.acknowledged(answer.batch(), answer);
    }
  }

  private void reported(Sending.Report report) {
    if (report.answers()) {
      memory.owed().acknowledged(report.sagaId());
    }
    LiveSaga saga = memory.sagas().find(report.sagaId());
    if (saga == null || !saga.state().status().ended()) {
      return;
    }
    if (report.last()) {
      leaveIf(farewells.reported(saga), saga);
    } else if (report.answers()) {
      leaveIf(farewells.paid(saga), saga);
    }
  }

  private void leaveIf(boolean nothingLeftToSend, LiveSaga saga) {
    if (nothingLeftToSend) {
      chores.release(saga);
    }
  }

  /** The function of a local step begins, or has ended. */
  void local(LocalMessage message, long now) {
    if (message instanceof LocalBegun begun) {
      startClock(begun.run().call(), now);
    } else if (message instanceof LocalEnded ended
        && !tools.local().ended(ended.run(), ended.outcome())) {
      tools.counters().add(Count.STALE_REPLIES);
    }
  }

  /** Kafka does not have a record. */
  void failed(Sending sending, Exception why, long now) {
    if (!(why instanceof RecordRefused)) {
      tools.outbox().failed(sending, why);
    } else if (sending instanceof Sending.Command command) {
      publications.acknowledged(command.batch(), command);
      parkSender(command, why, now);
    } else {
      sendAbridged(sending, why);
    }
  }

  private void parkSender(Sending.Command refused, Exception why, long now) {
    LOG.error("The command {} cannot be sent: {}", refused.command().id(), why.getMessage());
    LiveSaga saga = awaiting(refused.command());
    if (saga != null) {
      startClock(refused.command(), now);
      chores.park(
          new Parking(saga, new Reason("COMMAND_REFUSED", String.valueOf(why.getMessage()))));
    }
  }

  private void sendAbridged(Sending refused, Exception why) {
    Sending shorter = abridged.of(refused, String.valueOf(why.getMessage()));
    if (shorter == null) {
      tools.outbox().failed(refused, why);
      return;
    }
    LOG.error(
        "A record for {} is sent without its data, Kafka refuses it: {}",
        refused.topic(),
        why.getMessage());
    if (refused instanceof Sending.Notice) {
      tools.counters().add(Count.FAULTY_NOTICES);
    }
    if (!(refused instanceof Sending.Forward)) {
      publications.replaced(refused, shorter);
    }
    tools.outbox().send(shorter);
  }

  private void startClock(Attempt attempt, long now) {
    LiveSaga saga = awaiting(attempt);
    if (saga != null) {
      CommandId id = attempt.id();
      long at = Math.max(attempt.dueAt(), now + attempt.timeout().toMillis());
      memory
          .timers()
          .set(saga.id(), new TimerFired(id.step(), id.direction(), attempt.attempt()), at);
    }
  }

  /** The saga, if the outcome of this attempt is what it waits for. */
  private @Nullable LiveSaga awaiting(Attempt attempt) {
    CommandId id = attempt.id();
    LiveSaga saga = memory.sagas().find(id.sagaId());
    if (saga == null) {
      return null;
    }
    StepState step = saga.state().step(id.step());
    return step.awaitsReply(id.direction(), attempt.attempt()) ? saga : null;
  }
}
