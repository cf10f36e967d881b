package io.palinode.server.runtime;

import io.palinode.core.SagaEvent;
import io.palinode.core.SagaEvent.AttemptFailed;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.StepEvent;
import io.palinode.core.SagaEvent.StepStuck;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaEvent.StepUnknown;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is true in a simulation, whatever its nodes believe. */
final class Facts {
  private static final Map<String, SagaStatus> ENDS =
      Map.of(
          "io.palinode.saga.completed", SagaStatus.COMPLETED,
          "io.palinode.saga.compensated", SagaStatus.COMPENSATED);

  private final Topics topics;
  private final Set<Attempt> durable = new HashSet<>();
  private final Set<String> reported = new HashSet<>();
  private final Map<String, EnumSet<SagaStatus>> ends = new HashMap<>();
  private final Set<String> meddledWith = new HashSet<>();
  private final Map<String, Integer> parked = new TreeMap<>();
  private final Map<Attempt, Long> replied = new HashMap<>();
  private final Set<Attempt> takenLate = new HashSet<>();
  private final ManualClock clock;

  private record Attempt(CommandId id, int attempt) {
    static Attempt of(String sagaId, CommandIssued issued) {
      CommandId id = new CommandId(sagaId, issued.step(), issued.direction());
      return new Attempt(id, issued.attempt());
    }
  }

  Facts(Topics topics, ManualClock clock) {
    this.topics = topics;
    this.clock = clock;
  }

  /** A reply is in the partition of its saga's shard; what is none is passed over. */
  void replied(WireRecord record) {
    if (record.headers().containsKey(WireHeader.OUTCOME)) {
      ReplyMessage reply = ReplyMessage.from(record);
      replied.putIfAbsent(new Attempt(reply.id(), reply.attempt()), clock.millis());
    }
  }

  /** The journal has all of this of a saga: no step of it may have timed out that had a reply. */
  void journaled(String sagaId, List<SagaEvent> events) {
    Map<String, CommandIssued> issued = new HashMap<>();
    for (SagaEvent event : events) {
      if (event instanceof CommandIssued command) {
        issued.put(command.step(), command);
      } else if (event instanceof StepEvent step && issued.containsKey(step.step())) {
        CommandIssued command = issued.get(step.step());
        Attempt attempt = Attempt.of(sagaId, command);
        boolean inTime = replied.getOrDefault(attempt, Long.MAX_VALUE) <= command.dueAt();
        if (inTime && isTimeout(event)) {
          throw new AssertionError(attempt + " timed out, and its reply was there in time.");
        }
        if (inTime && event instanceof StepSucceeded && clock.millis() > command.dueAt()) {
          takenLate.add(attempt);
        }
      }
    }
  }

  /** How many replies were there in time and were taken when that was over. */
  int takenLate() {
    return takenLate.size();
  }

  private static boolean isTimeout(SagaEvent event) {
    Reason reason = null;
    if (event instanceof AttemptFailed failed) {
      reason = failed.reason();
    } else if (event instanceof StepUnknown unknown) {
      reason = unknown.reason();
    } else if (event instanceof StepStuck stuck) {
      reason = stuck.reason();
    }
    return reason != null && reason.code().equals("TIMEOUT");
  }

  /** An owner knows that the journal has this. */
  void durable(String sagaId, CommandIssued issued) {
    durable.add(Attempt.of(sagaId, issued));
  }

  /** The journal has it that the saga has parked so often. */
  void parked(String sagaId, int times) {
    parked.merge(sagaId, times, Math::max);
  }

  /** How often each saga has parked that has. */
  Map<String, Integer> parked() {
    return parked;
  }

  /** A node is about to send a record: a command must be in the journal by now. */
  void asked(String topic, WireRecord record) {
    if (topic.startsWith(topics.commands(""))) {
      CommandMessage command = CommandMessage.from(record);
      if (!durable.contains(new Attempt(command.id(), command.attempt()))) {
        throw new AssertionError(command.id() + " is sent before it is known to be durable.");
      }
    }
  }

  /** Kafka has a record. */
  void written(String topic, WireRecord record) {
    if (endOf(topic, record) != null) {
      ends.computeIfAbsent(record.key(), absent -> EnumSet.noneOf(SagaStatus.class))
          .add(endOf(topic, record));
    }
  }

  /** Some owner hears that Kafka has a record. */
  void acknowledged(String topic, WireRecord record) {
    if (endOf(topic, record) != null) {
      reported.add(record.key());
    }
  }

  boolean isReported(String sagaId) {
    return reported.contains(sagaId);
  }

  /** How the saga was reported to have ended; each way once. */
  Set<SagaStatus> ends(String sagaId) {
    return ends.getOrDefault(sagaId, EnumSet.noneOf(SagaStatus.class));
  }

  /** Somebody touched the saga's log or lock behind its owner's back. */
  void meddledWith(String sagaId) {
    meddledWith.add(sagaId);
  }

  boolean wasMeddledWith(String sagaId) {
    return meddledWith.contains(sagaId);
  }

  private @Nullable SagaStatus endOf(String topic, WireRecord record) {
    String type = topic.equals(topics.events()) ? record.headers().get("ce_type") : null;
    return type == null ? null : ENDS.get(type);
  }
}
