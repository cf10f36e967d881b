package io.palinode.message;

import java.util.Locale;

/** How a saga stands, as far as the outside is concerned. */
public enum SagaStatus {
  /** Going forward. */
  RUNNING,
  /** A step failed; the finished steps are being undone. */
  COMPENSATING,
  /** Cannot go on by itself and waits for a person. */
  PARKED,
  /** Stands still because it was asked to, until it is resumed. */
  PAUSED,
  /** Every step is done. */
  COMPLETED,
  /** Every step that was done is undone. */
  COMPENSATED,
  /** Was never started; the report's reason says why. */
  REFUSED,
  /** Nothing is known of this id, within the window in which ended sagas are remembered. */
  UNKNOWN;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** True where nothing more will happen to the saga. */
  public boolean ended() {
    return this == COMPLETED || this == COMPENSATED || this == REFUSED;
  }

  /** True where the saga sends nothing and no deadline acts until somebody lets it go on. */
  public boolean halted() {
    return this == PARKED || this == PAUSED;
  }

  /** The word on the wire and in the journal. */
  public String word() {
    return word;
  }

  /**
   * The status of this word.
   *
   * @throws MalformedMessage if there is none
   */
  public static SagaStatus of(String word) {
    for (SagaStatus status : values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    throw new MalformedMessage("'%s' is no status of a saga.".formatted(word));
  }
}
