package io.palinode.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What starts a saga, as it is being written.
 *
 * <p>Not safe for use by several threads.
 */
final class StartsDraft<D> {
  private final List<TopicStartBuilder<D, ?, ?>> topics = new ArrayList<>();
  private final List<ScheduleBuilder<D>> schedules = new ArrayList<>();

  <E, V> TopicStartBuilder<D, E, V> startedBy(
      SagaBuilder<D> place, String topic, Class<E> type, Function<SourceRecord<E>, V> view) {
    TopicStartBuilder<D, E, V> added = new TopicStartBuilder<>(place, topic, type, view);
    topics.add(added);
    return added;
  }

  ScheduleBuilder<D> scheduled(SagaBuilder<D> place, String text, Supplier<Schedule> schedule) {
    ScheduleBuilder<D> added = new ScheduleBuilder<>(place, text, schedule);
    schedules.add(added);
    return added;
  }

  Starts<D> build(String saga, List<String> faults) {
    return new Starts<>(topics(saga, faults), schedule(saga, faults));
  }

  private Optional<ScheduledStart<D>> schedule(String saga, List<String> faults) {
    Optional<ScheduledStart<D>> built = Optional.empty();
    for (ScheduleBuilder<D> schedule : schedules) {
      built = schedule.build(saga, faults);
    }
    if (schedules.size() > 1) {
      faults.add(
          DefinitionRules.fault(
              "schedule",
              schedules.get(1).text(),
              "is a second one",
              "keep one, and give each other a definition of its own"));
    }
    return built;
  }

  private List<TopicStart<D, ?>> topics(String saga, List<String> faults) {
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
    return built;
  }
}
