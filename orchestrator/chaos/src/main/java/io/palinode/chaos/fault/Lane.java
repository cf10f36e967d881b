package io.palinode.chaos.fault;

import java.time.Duration;
import java.util.Locale;

/** Faults of one lane follow one another; those of different lanes overlap. */
public enum Lane {
  ORCHESTRATORS(Duration.ofSeconds(5)),
  NETWORK(Duration.ofSeconds(4)),
  PARTICIPANTS(Duration.ofSeconds(6)),
  SERVERS(Duration.ofSeconds(12));

  private final Duration meanGap;

  Lane(Duration meanGap) {
    this.meanGap = meanGap;
  }

  /** The time from one fault to the next, on the average. */
  Duration meanGap() {
    return meanGap;
  }

  /**
   * The least time from the end of one fault to the next: what was broken must have been whole for
   * a moment, however long it took to mend.
   */
  Duration breath() {
    return meanGap.dividedBy(3);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
