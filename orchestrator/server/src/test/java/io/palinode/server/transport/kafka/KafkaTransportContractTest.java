package io.palinode.server.transport.kafka;

import static org.awaitility.Awaitility.await;

import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.InputRecord.Source;
import io.palinode.server.transport.Publisher;
import io.palinode.server.transport.TransportContract;
import io.palinode.server.transport.TransportRig;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class KafkaTransportContractTest extends TransportContract {
  private TransportRig rig;

  @BeforeEach
  void openTransport(TestKafka kafka) {
    kafka.withShards(2);
    var publisher = kafka.publisher(kafka.topics().starts(), kafka.topics().replies());
    rig = new KafkaRig(kafka, kafka.feed(), publisher);
  }

  @Override
  protected TransportRig rig() {
    return rig;
  }

  private record KafkaRig(TestKafka kafka, InputFeed feed, Publisher publisher)
      implements TransportRig {
    @Override
    public Topics topics() {
      return kafka.topics();
    }

    @Override
    public void write(Source source, int shard, List<WireRecord> records) {
      kafka.write(kafka.partition(source, shard), records);
    }

    @Override
    public void deleteBefore(Source source, int shard, long offset) {
      kafka.deleteRecordsBefore(kafka.partition(source, shard), offset);
    }

    @Override
    public void until(BooleanSupplier condition) {
      await().atMost(TestKafka.LIMIT).until(condition::getAsBoolean);
    }
  }
}
