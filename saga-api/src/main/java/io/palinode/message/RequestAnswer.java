package io.palinode.message;

import java.util.Locale;

/**
 * What became of a request to a live saga. The report that carries it says how the saga stands now.
 *
 * @param requestId of the request
 * @param reason a word for programs, such as {@code PAST_PIVOT}, and a sentence for people
 */
public record RequestAnswer(String requestId, Verdict verdict, Reason reason) {

  /** Whether something was done. */
  public enum Verdict {
    /** It was done. */
    DONE,
    /** It was so already; nothing has changed. */
    UNCHANGED,
    /** It cannot be done; nothing has changed. */
    REFUSED;

    /** The word on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The verdict of this word.
     *
     * @throws MalformedMessage if there is none
     */
    public static Verdict of(String word) {
      for (Verdict verdict : values()) {
        if (verdict.word().equals(word)) {
          return verdict;
        }
      }
      throw new MalformedMessage("'%s' is no verdict on a request.".formatted(word));
    }
  }
}
