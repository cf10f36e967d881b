package io.palinode.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What starts a saga, as it is being written.
 *
 * <p>Not safe for use by several threads.
 */
final class StartsDraft<D> {
  private final List<TopicStartBuilder<D, ?, ?>> topics = new ArrayList<>();

  <E, V> TopicStartBuilder<D, E, V> startedBy(
      SagaBuilder<D> place, String topic, Class<E> type, Function<SourceRecord<E>, V> view) {
    TopicStartBuilder<D, E, V> added = new TopicStartBuilder<>(place, topic, type, view);
    topics.add(added);
    return added;
  }

  Starts<D> build(String saga, List<String> faults) {
    List<TopicStart<D, ?>> built = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (TopicStartBuilder<D, ?, ?> topic : topics) {
      topic.build(saga, faults).ifPresent(built::add);
      if (!seen.add(topic.topic())) {
        faults.add(
            DefinitionRules.fault(
                "startedBy",
                topic.topic(),
                "is said twice",
                "keep one, which reads every kind of record that starts this saga"));
      }
    }
    return new Starts<>(built);
  }
}
