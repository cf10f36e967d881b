package io.palinode.testkit.paths;

import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Payload;
import io.palinode.message.Reason;

/** A reply on its way to the orchestrator. */
record Answer(CommandId id, int attempt, Kind kind) {

  enum Kind {
    SUCCEEDED("succeeded"),
    REJECTED("rejected"),
    TRY_AGAIN("try again");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * As the orchestrator reads it.
   *
   * @param reply what a success carries
   */
  CommandOutcome outcome(Payload reply) {
    return switch (kind) {
      case SUCCEEDED -> new Succeeded(reply);
      case REJECTED -> new Rejected(new Reason("NO", "The participant says no."));
      case TRY_AGAIN -> new TryAgain(new Reason("BUSY", "The participant cannot now."), null);
    };
  }

  @Override
  public String toString() {
    return "reply to %s, attempt %d: %s".formatted(id, attempt, kind.words());
  }
}
