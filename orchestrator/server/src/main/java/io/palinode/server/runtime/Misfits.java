package io.palinode.server.runtime;

import io.palinode.message.SagaRequest;
import io.palinode.message.Topics;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.transport.DeadLetters;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.ShardOf;
import java.util.function.Consumer;

/**
 * Passes on the input that a shard cannot use: to the shard that it belongs to, or to the dead
 * letters.
 *
 * <p>A draft that reads past such a record waits until Kafka has its copy, so none is lost. Used by
 * the shard's thread only.
 */
final class Misfits {
  private final int shard;
  private final int shards;
  private final Topics topics;
  private final DeadLetters deadLetters;
  private final ShardCounters counters;
  private final Consumer<Sending> sender;

  Misfits(int shard, ShardSettings settings, ShardCounters counters, Consumer<Sending> sender) {
    this.shard = shard;
    this.shards = settings.shards();
    this.topics = settings.topics();
    this.deadLetters = new DeadLetters(topics);
    this.counters = counters;
    this.sender = sender;
  }

  boolean belongsElsewhere(InputRecord input) {
    String key = input.record().key();
    return key != null && ShardOf.shardOf(key, shards) != shard;
  }

  /** Sends the record to its own topic again, where its key now decides the partition. */
  void reroute(InputRecord input, BatchDraft draft) {
    counters.add(Count.MISROUTED);
    String topic = input.source() == Source.STARTS ? topics.starts() : topics.replies();
    forward(new Sending.Forward(topic, input.record()), draft);
  }

  /** Sends the record to the dead letters of its topic, with the reason. */
  void bury(InputRecord input, String reason, BatchDraft draft) {
    counters.add(Count.MALFORMED);
    String topic = deadLetters.topic(input.source());
    forward(new Sending.Forward(topic, deadLetters.letter(input, shard, reason)), draft);
  }

  /** Sends an answer of which the journal keeps no trace. */
  void tell(Sending answer, BatchDraft draft) {
    forward(
        answer instanceof Sending.Report report
            ? new Sending.Forward(report)
            : new Sending.Forward(answer.topic(), answer.record()),
        draft);
  }

  /** The same, once all that was decided before the draft is durable. */
  void tellLater(Sending.Report answer, BatchDraft draft) {
    draft.forwardingLater(new Sending.Forward(answer));
  }

  /** Puts a request behind all that the shard has not read yet. */
  void postpone(SagaRequest request, BatchDraft draft) {
    forward(new Sending.Forward(topics.starts(), request.toRecord()), draft);
  }

  private void forward(Sending.Forward record, BatchDraft draft) {
    draft.forwarding(record);
    sender.accept(record);
  }
}
