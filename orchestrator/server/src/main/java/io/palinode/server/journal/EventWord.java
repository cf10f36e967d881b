package io.palinode.server.journal;

import io.palinode.core.BrokenInvariant;
import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.BranchChosen;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.CompensationStarted;
import io.palinode.core.SagaEvent.DeadlineMissed;
import io.palinode.core.SagaEvent.DeadlineSet;
import io.palinode.core.SagaEvent.DecisionAsked;
import io.palinode.core.SagaEvent.DecisionMade;
import io.palinode.core.SagaEvent.ItemsListed;
import io.palinode.core.SagaEvent.KeyChosen;
import io.palinode.core.SagaEvent.SagaCompacted;
import io.palinode.core.SagaEvent.SagaEnded;
import io.palinode.core.SagaEvent.SagaMigrated;
import io.palinode.core.SagaEvent.SagaParked;
import io.palinode.core.SagaEvent.SagaPaused;
import io.palinode.core.SagaEvent.SagaResumed;
import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.core.SagaEvent.SignalMissed;
import io.palinode.core.SagaEvent.SignalTaken;
import io.palinode.core.SagaEvent.StepCompensated;
import io.palinode.core.SagaEvent.StepRejected;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.core.SagaEvent.SubSagaBegun;
import io.palinode.core.SagaEvent.SubSagaEnded;
import io.palinode.core.SagaEvent.WaitBegun;
import io.palinode.core.SagaEvent.WaitEnded;
import io.palinode.core.StepStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words in a log for events and for the status of a step. They are part of the format. */
final class EventWord {
  static final String STARTED = "started";
  static final String ISSUED = "issued";
  static final String SUCCEEDED = "succeeded";
  static final String REJECTED = "rejected";
  static final String UNKNOWN = "unknown";
  static final String ATTEMPT_FAILED = "attempt-failed";
  static final String COMPENSATED = "compensated";
  static final String STUCK = "stuck";
  static final String COMPENSATION_STARTED = "compensation-started";
  static final String BRANCH_CHOSEN = "branch-chosen";
  static final String ITEMS_LISTED = "items-listed";
  static final String WAIT_BEGUN = "wait-begun";
  static final String WAIT_ENDED = "wait-ended";
  static final String DECISION_ASKED = "decision-asked";
  static final String DECISION_MADE = "decision-made";
  static final String DEADLINE_SET = "deadline-set";
  static final String DEADLINE_MISSED = "deadline-missed";
  static final String MIGRATED = "migrated";
  static final String KEY_CHOSEN = "key-chosen";
  static final String SIGNAL_TAKEN = "signal-taken";
  static final String SIGNAL_MISSED = "signal-missed";
  static final String SUB_SAGA_BEGUN = "sub-saga-begun";
  static final String SUB_SAGA_ENDED = "sub-saga-ended";
  static final String PARKED = "parked";
  static final String PAUSED = "paused";
  static final String RESUMED = "resumed";
  static final String COMPACTED = "compacted";
  static final String ENDED = "ended";

  private static final Map<Class<? extends SagaEvent>, String> EVENTS =
      Map.ofEntries(
          Map.entry(SagaStarted.class, STARTED),
          Map.entry(CommandIssued.class, ISSUED),
          Map.entry(StepSucceeded.class, SUCCEEDED),
          Map.entry(StepRejected.class, REJECTED),
          Map.entry(StepUnknown.class, UNKNOWN),
          Map.entry(AttemptFailed.class, ATTEMPT_FAILED),
          Map.entry(StepCompensated.class, COMPENSATED),
          Map.entry(StepStuck.class, STUCK),
          Map.entry(CompensationStarted.class, COMPENSATION_STARTED),
          Map.entry(BranchChosen.class, BRANCH_CHOSEN),
          Map.entry(ItemsListed.class, ITEMS_LISTED),
          Map.entry(WaitBegun.class, WAIT_BEGUN),
          Map.entry(WaitEnded.class, WAIT_ENDED),
          Map.entry(DecisionAsked.class, DECISION_ASKED),
          Map.entry(DecisionMade.class, DECISION_MADE),
          Map.entry(DeadlineSet.class, DEADLINE_SET),
          Map.entry(DeadlineMissed.class, DEADLINE_MISSED),
          Map.entry(SagaMigrated.class, MIGRATED),
          Map.entry(KeyChosen.class, KEY_CHOSEN),
          Map.entry(SignalTaken.class, SIGNAL_TAKEN),
          Map.entry(SignalMissed.class, SIGNAL_MISSED),
          Map.entry(SubSagaBegun.class, SUB_SAGA_BEGUN),
          Map.entry(SubSagaEnded.class, SUB_SAGA_ENDED),
          Map.entry(SagaParked.class, PARKED),
          Map.entry(SagaPaused.class, PAUSED),
          Map.entry(SagaResumed.class, RESUMED),
          Map.entry(SagaCompacted.class, COMPACTED),
          Map.entry(SagaEnded.class, ENDED));

  private static final Map<String, StepStatus> STATUSES =
      Arrays.stream(StepStatus.values())
          .collect(Collectors.toUnmodifiableMap(EventWord::of, Function.identity()));

  private EventWord() {}

  static String of(SagaEvent event) {
    String word = EVENTS.get(event.getClass());
    if (word == null) {
      throw new BrokenInvariant("The journal has no word for " + event + ".");
    }
    return word;
  }

  static String of(StepStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static @Nullable StepStatus status(String word) {
    return STATUSES.get(word);
  }
}
