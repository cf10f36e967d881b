package io.palinode.server.transport;

import static io.palinode.server.transport.InputRecord.Source.REPLIES;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class MemoryTransportTest extends TransportContract {
  private final Topics topics = new Topics("memory");
  private final MemoryTransport transport = new MemoryTransport(topics, 2);
  private final RecordingAcks acks = new RecordingAcks();

  @Override
  protected TransportRig rig() {
    return new MemoryRig();
  }

  @Test
  void shouldAcknowledgeOnlyWhatItIsToldTo() {
    records("command", 0, 3).forEach(record -> transport.send("commands", record, acks));

    assertThat(transport.acknowledge(2)).isEqualTo(2);

    assertThat(acks.count()).isEqualTo(2);
    assertThat(transport.unacknowledged()).isEqualTo(1);
    assertThat(transport.records("commands")).hasSize(3);
  }

  @Test
  void shouldKeepWhatIsSentWhileAway() {
    var listener = new RecordingListener();
    transport.open(0, InputPosition.BEGINNING, listener);
    transport.write(REPLIES, 0, record("saga", "reply"));

    transport.goAway();
    transport.send("commands", record("saga", "command"), acks);
    assertThat(transport.deliver(10) + transport.acknowledge(10)).isZero();
    assertThat(transport.records("commands")).isEmpty();

    transport.comeBack();
    assertThat(transport.deliver(10)).isEqualTo(1);
    assertThat(transport.acknowledge(10)).isEqualTo(1);
    assertThat(transport.records("commands")).hasSize(1);
  }

  @Test
  void shouldLoseWhatIsSentWhileItFails() {
    var why = new IllegalStateException("no room");
    transport.fail(why);
    transport.send("commands", record("saga", "lost"), acks);
    transport.recover();
    transport.send("commands", record("saga", "kept"), acks);

    assertThat(acks.failures()).containsExactly(why);
    assertThat(transport.records("commands")).hasSize(1);
  }

  private final class MemoryRig implements TransportRig {
    private static final int TURNS = 10_000;

    @Override
    public Topics topics() {
      return topics;
    }

    @Override
    public InputFeed feed() {
      return transport;
    }

    @Override
    public Publisher publisher() {
      return transport;
    }

    @Override
    public void write(Source source, int shard, List<WireRecord> records) {
      records.forEach(record -> transport.write(source, shard, record));
    }

    @Override
    public void deleteBefore(Source source, int shard, long offset) {
      transport.deleteBefore(source, shard, offset);
    }

    @Override
    public void until(BooleanSupplier condition) {
      for (int turn = 0; turn < TURNS && !condition.getAsBoolean(); turn++) {
        transport.deliver(7);
        transport.acknowledge(5);
      }
      assertThat(condition.getAsBoolean()).isTrue();
    }
  }
}
