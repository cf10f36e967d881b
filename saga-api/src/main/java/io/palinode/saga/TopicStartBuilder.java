package io.palinode.saga;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes how the records of a topic start sagas.
 *
 * <p>All functions given here must be pure: a record may be read again, and must then ask for the
 * same saga.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <D> the saga's data
 * @param <E> what a record's value is read as
 * @param <V> what the functions are given: the value, or the whole {@link SourceRecord}
 */
public final class TopicStartBuilder<D, E, V> {
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

  private final SagaBuilder<D> place;
  private final String topic;
  private final Class<E> type;
  private final Function<SourceRecord<E>, V> view;
  private @Nullable Predicate<V> wanted;
  private @Nullable Function<V, String> id;
  private @Nullable Function<V, D> data;

  TopicStartBuilder(
      SagaBuilder<D> place, String topic, Class<E> type, Function<SourceRecord<E>, V> view) {
    this.place = place;
    this.topic = topic;
    this.type = type;
    this.view = view;
  }

  /** Passes over the records for which the predicate does not hold; they start nothing. */
  public TopicStartBuilder<D, E, V> onlyIf(Predicate<V> predicate) {
    this.wanted = predicate;
    return this;
  }

  /**
   * The id of the saga: a business key, in the form of {@link io.palinode.message.SagaId}. Records
   * with the same id start one saga.
   */
  public TopicStartBuilder<D, E, V> id(Function<V, String> id) {
    this.id = id;
    return this;
  }

  /** The first data of the saga. Ends the description. */
  public SagaBuilder<D> data(Function<V, D> data) {
    this.data = data;
    return place;
  }

  String topic() {
    return topic;
  }

  /** Without a predicate a record is wanted, even before it is read. */
  private Predicate<SourceRecord<E>> wanted() {
    Predicate<V> asked = wanted;
    return asked == null ? record -> true : record -> asked.test(view.apply(record));
  }

  Optional<TopicStart<D, E>> build(String saga, List<String> faults) {
    int before = faults.size();
    if (!TOPIC.matcher(topic).matches()) {
      fault(
          "is no topic of Kafka",
          "write 1 to 249 letters, digits, dots, underscores and hyphens",
          faults);
    }
    if (id == null) {
      fault("does not say the id of the saga", "add .id(event -> ...)", faults);
    }
    if (data == null) {
      fault("does not say the data of the saga", "end it with .data(event -> ...)", faults);
    }
    return faults.size() > before || id == null || data == null
        ? Optional.empty()
        : Optional.of(
            new TopicStart<>(saga, topic, type, wanted(), view.andThen(id), view.andThen(data)));
  }

  private void fault(String what, String mend, List<String> faults) {
    faults.add(DefinitionRules.fault("startedBy", topic, what, mend));
  }
}
