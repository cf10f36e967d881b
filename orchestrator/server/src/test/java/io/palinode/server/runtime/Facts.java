package io.palinode.server.runtime;

import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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

  private record Attempt(CommandId id, int attempt) {}

  Facts(Topics topics) {
    this.topics = topics;
  }

  /** An owner knows that the journal has this. */
  void durable(String sagaId, CommandIssued issued) {
    CommandId id = new CommandId(sagaId, issued.step(), issued.direction());
    durable.add(new Attempt(id, issued.attempt()));
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
