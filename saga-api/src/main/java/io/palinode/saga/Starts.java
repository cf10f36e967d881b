package io.palinode.saga;

import java.util.List;
import java.util.Optional;

/**
 * What starts the sagas of a definition beside their clients.
 *
 * <p>It is no part of the definition's fingerprint: sagas that live do not depend on it.
 *
 * @param topics whose records start sagas, each topic once
 */
public record Starts<D>(List<TopicStart<D, ?>> topics, Optional<ScheduledStart<D>> schedule) {
  public Starts {
    topics = List.copyOf(topics);
  }
}
