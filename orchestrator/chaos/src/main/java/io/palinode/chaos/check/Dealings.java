package io.palinode.chaos.check;

import io.palinode.chaos.check.RequestLine.Verb;
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

  /** True if anybody wanted the saga to be cancelled. */
  boolean cancelled() {
    return requests.stream().anyMatch(each -> each.isAsked(Verb.CANCEL));
  }
}
