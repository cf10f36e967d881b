package io.palinode.server.transport.kafka;

import static io.palinode.server.transport.InputRecord.Source.REPLIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palinode.kafka.KafkaRecords;
import io.palinode.message.WireRecord;
import io.palinode.server.transport.FencingContract;
import io.palinode.server.transport.Publishers;
import io.palinode.server.transport.PublishersRig;
import io.palinode.server.transport.RecordRefused;
import io.palinode.server.transport.RecordingAcks;
import io.palinode.server.transport.RecordingStanding;
import io.palinode.server.transport.ShardPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class TransactionalPublishersTest extends FencingContract {
  private final List<TransactionalPublishers> nodes = new ArrayList<>();
  private final RecordingAcks acks = new RecordingAcks();
  private TestKafka kafka;

  @BeforeEach
  void open(TestKafka started) {
    kafka = started.withShards(1);
  }

  @AfterEach
  void close() {
    nodes.forEach(TransactionalPublishers::close);
  }

  @Override
  protected PublishersRig rig() {
    return new KafkaRig();
  }

  @Test
  void shouldEndWhatADeadOwnerLeftOpenSoThatReadersGoOn() {
    String id = TransactionalPublishers.transactionalId(kafka.topics().namespace(), 0);
    KafkaClients patient =
        TestKafka.clients(
            kafka.clients().bootstrapServers(),
            Map.of("max.block.ms", Long.toString(TestKafka.LIMIT.toMillis())));
    try (Producer<byte[], byte[]> dead = patient.newProducer(id, 0)) {
      dead.initTransactions();
      dead.beginTransaction();
      TestKafka.get(
          dead.send(KafkaRecords.outgoing(topic(), TestKafka.record("saga", "never committed"))));
      var standing = new RecordingStanding();

      ShardPublisher successor = rig().node().open(0, standing);
      rig().until(standing::othersAreKeptOut);
      successor.confirm();
      successor.send(topic(), TestKafka.record("saga", "after"), acks);

      rig().until(() -> acks.count() == 1);
      assertThat(rig().readable()).containsExactly("after");
    }
  }

  @Test
  void shouldGiveUpTheRecordsAloneThatKafkaCannotTake() {
    var standing = new RecordingStanding();
    var refused = new RecordingAcks();
    ShardPublisher owner = rig().node().open(0, standing);
    owner.send(topic(), TestKafka.record("saga", "first"), acks);
    owner.send(topic(), new WireRecord("saga", Map.of(), new byte[2 << 20]), refused);
    owner.send("missing", TestKafka.record("saga", "lost"), refused);
    owner.send(topic(), TestKafka.record("saga", "last"), acks);
    rig().until(standing::othersAreKeptOut);

    owner.confirm();

    rig().until(() -> acks.count() == 2 && refused.failures().size() == 2);
    assertThat(rig().readable()).containsExactly("first", "last");
    assertThat(refused.failures())
        .hasOnlyElementsOfTypes(RecordRefused.class, TimeoutException.class);
    assertThat(acks.failures()).isEmpty();
    assertThat(standing.isKeptOut()).isFalse();
  }

  private String topic() {
    return kafka.topics().replies();
  }

  private final class KafkaRig implements PublishersRig {
    @Override
    public String topic() {
      return kafka.topics().replies();
    }

    @Override
    public Publishers node() {
      var node = new TransactionalPublishers(kafka.clients(), kafka.topics().namespace(), 0);
      nodes.add(node);
      return node;
    }

    @Override
    public List<String> readable() {
      return kafka.readCommitted(kafka.partition(REPLIES, 0));
    }

    @Override
    public void until(BooleanSupplier condition) {
      await().atMost(TestKafka.LIMIT).until(condition::getAsBoolean);
    }
  }
}
