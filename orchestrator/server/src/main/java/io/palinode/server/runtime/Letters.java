package io.palinode.server.runtime;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.core.Effect.ReleaseKey;
import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaState;
import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyReply;
import io.palinode.message.KeyRequest;
import io.palinode.message.KeyRequest.Verb;
import io.palinode.message.NoticeWriter;
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
import io.palinode.server.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    return new Sending.Report(
        batch,
        state.sagaId(),
        state.status().ended(),
        topics.events(),
        reports.report(
            state.sagaId(),
            state.definition().name(),
            state.definition().version(),
            new Reached(state.status(), saga.lastAt(), state.reason(), answer),
            state.data(),
            EntryCodec.history(saga.log())));
  }

  /** A report of a saga of which only the status is known. */
  Sending.Report brief(
      long batch, String sagaId, SagaStatus status, long now, @Nullable Reason reason) {
    return brief(batch, sagaId, new Reached(status, now, reason));
  }

  Sending.Report brief(long batch, String sagaId, Reached reached) {
    WireRecord record = reports.brief(sagaId, reached);
    return new Sending.Report(batch, sagaId, false, topics.events(), record);
  }

  /**
   * What the definition of a saga that is in memory has to say of it: the same under the same id,
   * whenever and by whomever it is sent again.
   */
  Sending.Notice notice(long batch, LiveSaga saga, GiveNotice notice) {
    SagaState state = saga.state();
    Reached reached = new Reached(state.status(), reachedAt(saga), state.reason());
    Payload message = notice.message();
    NoticeWriter writer = new NoticeWriter(reports);
    WireRecord record =
        message == null
            ? writer.bare(saga.id(), reached, Objects.requireNonNull(notice.fault()))
            : writer.whole(saga.id(), reached, message);
    return new Sending.Notice(batch, saga.id(), state.status().ended(), notice.topic(), record);
  }

  /** Where notices go that Kafka does not take for their own topics. */
  String noticesDeadLetters() {
    return Topics.deadLetters(topics.events());
  }

  /** When the saga came to stand so; a parked one may have noted replies since. */
  private static long reachedAt(LiveSaga saga) {
    if (saga.state().status().ended()) {
      return saga.lastAt();
    }
    List<JournalEntry> entries = EntryCodec.decode(saga.log());
    List<SagaEvent> events = new ArrayList<>();
    long at = 0;
    @Nullable SagaStatus status = null;
    for (JournalEntry entry : entries) {
      events.addAll(entry.events());
      SagaStatus next = SagaState.fold(saga.id(), events).status();
      at = next == status ? at : entry.at();
      status = next;
    }
    return at;
  }
}
