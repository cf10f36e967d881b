package io.palinode.server.journal;

import io.palinode.message.RequestAnswer;
import java.util.List;

/**
 * What an entry owes the world beside what follows from its events, until Kafka has it.
 *
 * @param answers to requests that called for the entry's events, or for those that it stands for
 *     because the log was compacted
 * @param standstills times that the saga parked, of which the entry has no event because the log
 *     was compacted
 */
public record Owed(List<RequestAnswer> answers, List<Standstill> standstills) {
  public static final Owed NOTHING = new Owed(List.of(), List.of());

  public Owed {
    answers = List.copyOf(answers);
    standstills = List.copyOf(standstills);
  }

  public static Owed answer(RequestAnswer answer) {
    return new Owed(List.of(answer), List.of());
  }

  public boolean isNothing() {
    return answers.isEmpty() && standstills.isEmpty();
  }
}
