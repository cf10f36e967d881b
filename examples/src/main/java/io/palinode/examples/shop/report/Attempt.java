package io.palinode.examples.shop.report;

import io.palinode.message.Direction;
import io.palinode.message.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a command, and what came of it.
 *
 * <p>Immutable.
 *
 * @param number of the attempt, from 1
 * @param from when it was decided to send it, in milliseconds since 1970
 * @param to when its outcome was decided; the end of the saga where it never was
 * @param reason why it failed, null where it did not
 */
public record Attempt(
    String step,
    Direction direction,
    int number,
    long from,
    long to,
    Result result,
    @Nullable Reason reason) {

  /** What came of an attempt, with the sign and the word that say so beside the colour. */
  public enum Result {
    DONE("✓", "done"),
    UNDONE("↶", "undone"),
    AGAIN("↻", "failed, tried again"),
    SILENT("…", "no reply in time"),
    REJECTED("✗", "rejected"),
    GIVEN_UP("?", "given up, outcome unknown"),
    STUCK("■", "stuck"),
    OPEN("·", "open");

    private final String sign;
    private final String word;

    Result(String sign, String word) {
      this.sign = sign;
      this.word = word;
    }

    public String sign() {
      return sign;
    }

    public String word() {
      return word;
    }
  }
}
