package io.palinode.server.runtime;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaState;
import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyQueued;
import io.palinode.message.KeyReply;
import io.palinode.message.KeyRequest;
import io.palinode.message.KeyRequest.Verb;
import io.palinode.message.NoticeWriter;
import io.palinode.message.NoticeWriter.Occasion;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.ReportWriter;
import io.palinode.message.ReportWriter.Reached;
import io.palinode.message.RequestAnswer;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.Standstill;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a shard sends: commands to participants, reports to the world, and what sagas and
 * business keys tell each other.
 *
 * <p>Immutable.
 *
 * @param epoch of the owner, which every command carries
 */
record Letters(Topics topics, ReportWriter reports, long epoch) {

  private static final PayloadCodec TAKEN = new PayloadCodec();

  static Letters of(Topics topics, long epoch) {
    return new Letters(topics, new ReportWriter(topics.namespace()), epoch);
  }

  Sending.Command command(long batch, SendCommand command) {
    if (KeyAddress.isOne(command.participant())) {
      return new Sending.Command(batch, command, topics.replies(), claim(command));
    }
    CommandMessage message =
        new CommandMessage(command.id(), command.attempt(), epoch, command.payload());
    return new Sending.Command(
        batch, command, topics.commands(command.participant()), message.toRecord());
  }

  private WireRecord claim(SendCommand command) {
    return new KeyRequest(
            KeyAddress.parse(command.participant()),
            Verb.CLAIM,
            command.id(),
            command.attempt(),
            epoch,
            command.payload())
        .toRecord();
  }

  /** Tells a key that a saga has done with it. */
  Sending.KeyRelease release(long batch, ReleaseKey release) {
    KeyAddress address = KeyAddress.parse(release.address());
    CommandId claim = release.claim();
    WireRecord record =
        new KeyRequest(
                address,
                release.signalId() == null ? Verb.RELEASE : Verb.TAKEN,
                claim,
                1,
                epoch,
                release.signalId() == null ? Payload.NONE : TAKEN.encode(release.signalId()))
            .toRecord();
    return new Sending.KeyRelease(
        batch, claim.sagaId(), release.address(), topics.replies(), record);
  }

  /** What a key answers to a saga. */
  Sending.KeyAnswer answer(long batch, KeyAddress address, Answer answer) {
    Claim to = answer.to();
    ReplyMessage reply = new ReplyMessage(to.step(), to.attempt(), answer.outcome());
    return new Sending.KeyAnswer(
        batch, topics.replies(), new KeyReply(address, reply, answer.signalId()).toRecord());
  }

  /** Tells a saga's shard that a claim of the saga waits. */
  Sending.KeyAnswer queued(long batch, KeyAddress address, Claim claim) {
    WireRecord record = new KeyQueued(address, claim.step()).toRecord();
    return new Sending.KeyAnswer(batch, topics.replies(), record);
  }

  /**
   * A report of a saga that is in memory, with its data and its history.
   *
   * <p>It depends on the saga's log alone, so that it is the same report, under the same id,
   * whenever and by whomever it is sent again.
   */
  Sending.Report report(long batch, LiveSaga saga) {
    return report(batch, saga, null);
  }

  /** The same, in answer to a request. */
  Sending.Report report(long batch, LiveSaga saga, @Nullable RequestAnswer answer) {
    SagaState state = saga.state();
    Reached reached = reached(saga).as(edition(saga)).answering(answer);
    return new Sending.Report(
        batch,
        reached,
        state.status().ended(),
        topics.events(),
        reports.report(
            state.sagaId(),
            state.definition().name(),
            state.definition().version(),
            reached,
            state.data(),
            EntryCodec.history(saga.log())));
  }

  private static Reached reached(LiveSaga saga) {
    SagaState state = saga.state();
    return new Reached(state.status(), saga.lastAt(), state.reason());
  }

  /** A saga ends once; else its log tells apart what is told of it. */
  private static String edition(LiveSaga saga) {
    if (saga.state().status().ended()) {
      return "";
    }
    CRC32C sum = new CRC32C();
    sum.update(saga.log());
    return Long.toHexString(sum.getValue());
  }

  /** A report of a saga of which only the status is known. */
  Sending.Report brief(long batch, String sagaId, Reached reached) {
    WireRecord record = reports.brief(sagaId, reached);
    return new Sending.Report(batch, reached, false, topics.events(), record);
  }

  /** A report without data and history, of the same fact. */
  Sending.Report brief(Sending.Report report) {
    WireRecord record = reports.brief(report.sagaId(), report.reached());
    return new Sending.Report(
        report.batch(), report.reached(), report.last(), report.topic(), record);
  }

  /**
   * What the definition of a saga that is in memory has to say of it: of how it has ended, or of
   * having parked just now.
   */
  Sending.Notice notice(long batch, LiveSaga saga, GiveNotice notice) {
    SagaState state = saga.state();
    int times = state.status() == SagaStatus.PARKED ? state.standing().parked() : 1;
    return notice(batch, saga.id(), new Occasion(reached(saga), times), notice);
  }

  /** What it has to say of a time that the saga parked, whatever the saga has done since. */
  Sending.Notice notice(long batch, String sagaId, Standstill standstill, GiveNotice notice) {
    Reached reached = new Reached(SagaStatus.PARKED, standstill.at(), standstill.reason());
    return notice(batch, sagaId, new Occasion(reached, standstill.number()), notice);
  }

  private Sending.Notice notice(long batch, String sagaId, Occasion occasion, GiveNotice notice) {
    Payload message = notice.message();
    WireRecord record =
        message == null
            ? notices().bare(sagaId, occasion, Objects.requireNonNull(notice.fault()))
            : notices().whole(sagaId, occasion, message);
    return new Sending.Notice(batch, sagaId, occasion, notice.topic(), record);
  }

  /** A notice without its message, of the same fact. */
  Sending.Notice bare(Sending.Notice notice, Reason fault) {
    WireRecord record = notices().bare(notice.sagaId(), notice.occasion(), fault);
    return new Sending.Notice(
        notice.batch(), notice.sagaId(), notice.occasion(), notice.topic(), record);
  }

  private NoticeWriter notices() {
    return new NoticeWriter(reports);
  }

  /** Where notices go that Kafka does not take for their own topics. */
  String noticesDeadLetters() {
    return Topics.deadLetters(topics.events());
  }
}
