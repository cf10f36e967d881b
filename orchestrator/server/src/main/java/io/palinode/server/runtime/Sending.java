package io.palinode.server.runtime;

import io.palinode.core.Effect.SendCommand;
import io.palinode.message.NoticeWriter.Occasion;
import io.palinode.message.ReportWriter.Reached;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.Weight;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record on its way to Kafka, and what follows when Kafka has it. */
sealed interface Sending {
  String topic();

  WireRecord record();

  /** About how much memory the record takes, in bytes. */
  int weight();

  /** A command of a batch; its step's clock starts with Kafka's acknowledgement. */
  record Command(long batch, SendCommand command, String topic, WireRecord record, int weight)
      implements Sending {

    /** A command, which is weighed. */
    Command(long batch, SendCommand command, String topic, WireRecord record) {
      this(batch, command, topic, record, Weight.of(record));
    }
  }

  /**
   * A report of a batch.
   *
   * @param reached what it tells
   * @param last true if it tells how the saga ended: once Kafka has it, the saga may leave the
   *     journal
   */
  record Report(
      long batch, Reached reached, boolean last, String topic, WireRecord record, int weight)
      implements Sending {

    /** A report, which is weighed. */
    Report(long batch, Reached reached, boolean last, String topic, WireRecord record) {
      this(batch, reached, last, topic, record, Weight.of(record));
    }

    String sagaId() {
      return Objects.requireNonNull(record.key(), "A report's key is its saga's id.");
    }

    /** True if it answers a request. */
    boolean answers() {
      return reached.answer() != null;
    }
  }

  /** What a business key tells a saga: its answer, or that it has to wait. */
  record KeyAnswer(long batch, String topic, WireRecord record) implements Sending {
    @Override
    public int weight() {
      return Weight.of(record);
    }
  }

  /**
   * Tells a business key that a saga has done with it. An ended saga may not leave the journal
   * before Kafka has it.
   *
   * @param address of the key
   */
  record KeyRelease(long batch, String sagaId, String address, String topic, WireRecord record)
      implements Sending {
    @Override
    public int weight() {
      return Weight.of(record);
    }
  }

  /**
   * What a definition has to say of a saga that has ended or parked.
   *
   * <p>The saga may not leave the journal before Kafka has it.
   */
  record Notice(long batch, String sagaId, Occasion occasion, String topic, WireRecord record)
      implements Sending {

    /** True if it tells how the saga ended. */
    boolean last() {
      return occasion.reached().status().ended();
    }

    @Override
    public int weight() {
      return Weight.of(record);
    }
  }

  /**
   * An input that belongs elsewhere, or the answer to one that is refused; the draft that reads
   * past it waits for Kafka's acknowledgement.
   *
   * @param answer the report that it is, null where it is none
   */
  record Forward(String topic, WireRecord record, @Nullable Report answer) implements Sending {

    /** An input, passed on. */
    Forward(String topic, WireRecord record) {
      this(topic, record, null);
    }

    /** A report that answers. */
    Forward(Report answer) {
      this(answer.topic(), answer.record(), answer);
    }

    @Override
    public int weight() {
      return Weight.of(record);
    }
  }
}
