package io.palinode.saga;

import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaRequest;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.function.Function;

/**
 * How a schedule starts sagas of one definition: each firing one saga, whose id is the definition's
 * name and the moment, such as {@code nightly-settlement@2026-11-23T03:00:00Z}.
 *
 * <p>Immutable and safe for use by any thread, if its function is.
 *
 * @param saga the name of the definition
 */
public record ScheduledStart<D>(
    String saga, Schedule schedule, Missed missed, Function<ZonedDateTime, D> data) {

  /** The id of the saga that this firing starts. */
  public String id(Instant firing) {
    return saga + "@" + firing;
  }

  /** The start that this firing asks for. Throws what the function throws, too. */
  public SagaRequest.Start start(Instant firing, PayloadCodec codec) {
    D made = data.apply(firing.atZone(schedule.zone()));
    Objects.requireNonNull(made, "The function returned null.");
    return new SagaRequest.Start(id(firing), saga, codec.encode(made));
  }
}
