package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaControl;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireRecord;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many ask about a large saga at once; each is told, and not all in one moment. */
class ShardLargeAnswersTest {
  private static final int QUESTIONS = 200;

  private final ShardRig rig = new ShardRig();
  private final Owner owner = rig.owner();

  @Test
  void shouldBoundWhatABatchSends() {
    startLarge();
    owner.lead().settle();
    ask();
    owner.deliver().commit();

    assertThat(bytesSent()).isBetween(BatchDraft.MAX_SENT_BYTES, most());
    owner.settle();
    assertThat(answers()).hasSize(QUESTIONS);
  }

  @Test
  void shouldBoundWhatIsSentBeforeABatch() {
    startLarge();
    owner.lead().settle();
    rig.broker.write(Source.STARTS, 0, new SagaControl.Pause("a", "r-1", "").toRecord());
    owner.settle();
    long before = bytesSent();
    ask();
    owner.deliver();

    assertThat(bytesSent() - before).isBetween(BatchDraft.MAX_SENT_BYTES, most());
    owner.settle();
    assertThat(answers()).hasSize(QUESTIONS + 1);
  }

  /** The answer that fills the batch still goes with it, so two of them are allowed for. */
  private long most() {
    return BatchDraft.MAX_SENT_BYTES + 2L * answers().get(0).value().length;
  }

  private void startLarge() {
    Orders.Order order = new Orders.Order("x".repeat(60 * 1024));
    rig.broker.write(
        Source.STARTS,
        0,
        new SagaRequest.Start("a", Orders.SAGA, Orders.CODEC.encode(order)).toRecord());
  }

  private void ask() {
    for (int i = 0; i < QUESTIONS; i++) {
      rig.inquire("a");
    }
  }

  private long bytesSent() {
    return answers().stream().mapToLong(Weight::of).sum();
  }

  private List<WireRecord> answers() {
    return rig.broker.records(ShardRig.TOPICS.events());
  }
}
