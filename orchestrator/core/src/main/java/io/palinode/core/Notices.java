package io.palinode.core;

import io.palinode.core.Effect.GiveNotice;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Notice;
import io.palinode.saga.SagaDefinition;
import java.util.Objects;
import java.util.Optional;

/**
 * What a definition has to say about a saga that has come to stand as it does.
 *
 * <p>A function that throws, or a message above the limit, keeps no saga from its end: the notice
 * then carries the fault instead, {@code NOTICE_NOT_BUILT}.
 */
record Notices<D>(SagaDefinition<D> definition, PayloadCodec codec) {
  private static final Reason NO_REASON = new Reason("", "");

  Optional<GiveNotice> about(SagaState state) {
    Reason reason = state.reason() == null ? NO_REASON : state.reason();
    return definition.notice(state.status()).map(notice -> about(state.data(), reason, notice));
  }

  /** About a time that the saga parked, whatever it has done since. */
  Optional<GiveNotice> ofParking(Payload data, Reason reason) {
    return definition.notice(SagaStatus.PARKED).map(notice -> about(data, reason, notice));
  }

  private GiveNotice about(Payload data, Reason reason, Notice<D> notice) {
    try {
      Object message =
          Objects.requireNonNull(
              notice.message().apply(codec.decode(data, definition.dataType()), reason),
              "The notice's function returned null.");
      Payload payload = codec.encode(message);
      return new GiveNotice(notice.status(), notice.topic(), payload, null);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      Reason fault = new Reason("NOTICE_NOT_BUILT", e.toString());
      return new GiveNotice(notice.status(), notice.topic(), null, fault);
    }
  }
}
