package io.palinode.chaos.check;

import io.palinode.chaos.check.RequestLine.Verb;
import io.palinode.chaos.check.StartLine.Occasion;
import java.util.List;

/**
 * All that clients asked of one saga, and were told.
 *
 * <p>Immutable.
 *
 * @param starts every time it was asked for, in their order
 * @param requests and their answers, in their order
 * @param told how it came to rest
 */
public record Dealings(List<StartLine> starts, List<RequestLine> requests, List<ToldLine> told) {
  public Dealings {
    starts = List.copyOf(starts);
    requests = List.copyOf(requests);
    told = List.copyOf(told);
  }

  /** How many starts Kafka took of which nobody has told the outcome. */
  long unanswered() {
    long again = starts.stream().filter(each -> each.occasion() == Occasion.NOT_ACCEPTED).count();
    return starts.size() - again - told.size();
  }

  /** True if anybody wanted the saga to be cancelled. */
  boolean cancelled() {
    return requests.stream().anyMatch(each -> each.isAsked(Verb.CANCEL));
  }
}
