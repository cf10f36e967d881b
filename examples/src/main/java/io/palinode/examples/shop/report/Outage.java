package io.palinode.examples.shop.report;

/**
 * A time without an orchestrator. All in milliseconds since 1970.
 *
 * @param killedAt when the process was killed
 * @param restartedAt when its successor's process was started
 * @param recoveredAt when a saga's end was decided again; 0 where none was
 */
public record Outage(long killedAt, long restartedAt, long recoveredAt) {

  /** How long no saga ended. */
  public long millis() {
    return Math.max(0, recoveredAt - killedAt);
  }
}
