package io.palinode.message;

import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A participant's reply to one attempt of a command.
 *
 * @param id the command's id, as it came
 * @param attempt the command's attempt, as it came
 */
public record ReplyMessage(CommandId id, int attempt, CommandOutcome outcome) {
  private static final String SUCCEEDED = "succeeded";
  private static final String REJECTED = "rejected";
  private static final String TRY_AGAIN = "try-again";

  public WireRecord toRecord() {
    WireRecord.Builder record =
        WireRecord.keyed(id.sagaId())
            .with(WireHeader.COMMAND, id.toString())
            .with(WireHeader.ATTEMPT, attempt);
    if (outcome instanceof Succeeded succeeded) {
      return record.with(WireHeader.OUTCOME, SUCCEEDED).carrying(succeeded.payload());
    }
    if (outcome instanceof Rejected rejected) {
      record.with(WireHeader.OUTCOME, REJECTED).with(rejected.reason());
    } else if (outcome instanceof TryAgain again) {
      record.with(WireHeader.OUTCOME, TRY_AGAIN).with(again.reason());
      if (again.after() != null) {
        record.with(WireHeader.RETRY_AFTER, again.after().toMillis());
      }
    }
    return record.carrying(Payload.NONE);
  }

  /**
   * Reads a record of the topic of replies.
   *
   * @throws MalformedMessage saying what is missing or wrong
   */
  public static ReplyMessage from(WireRecord record) {
    return new ReplyMessage(record.commandId(), record.requiredAttempt(), outcome(record));
  }

  private static CommandOutcome outcome(WireRecord record) {
    String word = record.required(WireHeader.OUTCOME);
    return switch (word) {
      case SUCCEEDED -> new Succeeded(record.payload());
      case REJECTED -> new Rejected(reason(record));
      case TRY_AGAIN -> new TryAgain(reason(record), after(record));
      default ->
          throw new MalformedMessage(
              "The header '%s' is '%s'; expected '%s', '%s' or '%s'."
                  .formatted(WireHeader.OUTCOME, word, SUCCEEDED, REJECTED, TRY_AGAIN));
    };
  }

  private static Reason reason(WireRecord record) {
    return new Reason(record.required(WireHeader.REASON_CODE), record.optional(WireHeader.REASON));
  }

  private static @Nullable Duration after(WireRecord record) {
    return record.headers().containsKey(WireHeader.RETRY_AFTER)
        ? Duration.ofMillis(record.requiredNumber(WireHeader.RETRY_AFTER))
        : null;
  }
}
