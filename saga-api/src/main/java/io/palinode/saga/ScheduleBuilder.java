package io.palinode.saga;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes how a schedule starts sagas.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <D> the saga's data
 */
public final class ScheduleBuilder<D> {
  private final SagaBuilder<D> place;
  private final String text;
  private final Supplier<Schedule> schedule;
  private Missed missed = Missed.FIRE_LAST;
  private @Nullable Function<ZonedDateTime, D> data;

  /**
   * @param text what was said, for the text of an error
   */
  ScheduleBuilder(SagaBuilder<D> place, String text, Supplier<Schedule> schedule) {
    this.place = place;
    this.text = text;
    this.schedule = schedule;
  }

  /**
   * What becomes of firings that no orchestrator saw to in time; {@link Missed#FIRE_LAST} if
   * unsaid.
   */
  public ScheduleBuilder<D> ifMissed(Missed missed) {
    this.missed = missed;
    return this;
  }

  /**
   * The first data of the saga, made from the moment of the firing in the schedule's time zone (UTC
   * for {@link SagaBuilder#every}). Ends the description.
   *
   * @param data a pure function: one firing may be asked for twice, and is then the same saga
   */
  public SagaBuilder<D> data(Function<ZonedDateTime, D> data) {
    this.data = data;
    return place;
  }

  String text() {
    return text;
  }

  Optional<ScheduledStart<D>> build(String saga, List<String> faults) {
    int before = faults.size();
    if (data == null) {
      fault("does not say the data of the saga", "end it with .data(time -> ...)", faults);
    }
    try {
      Schedule checked = schedule.get();
      return faults.size() > before || data == null
          ? Optional.empty()
          : Optional.of(new ScheduledStart<>(saga, checked, missed, data));
    } catch (IllegalArgumentException | DateTimeException e) {
      fault("cannot be", String.valueOf(e.getMessage()), faults);
      return Optional.empty();
    }
  }

  private void fault(String what, String mend, List<String> faults) {
    faults.add(DefinitionRules.fault("schedule", text, what, mend));
  }
}
