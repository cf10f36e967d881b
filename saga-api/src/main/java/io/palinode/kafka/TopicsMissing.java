package io.palinode.kafka;

import java.util.Collection;

/** Topics that must be there and are not, where the settings forbid to create them. */
public final class TopicsMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicsMissing(Collection<String> topics, int partitions) {
    super(
        "Missing topics: %s. Create them (%d partitions is the setting here), or set saga.topics.mode to create."
            .formatted(topics, partitions));
  }
}
