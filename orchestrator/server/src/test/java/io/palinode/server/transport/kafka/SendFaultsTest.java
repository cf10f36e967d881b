package io.palinode.server.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.transport.RecordingAcks;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.junit.jupiter.api.Test;

class SendFaultsTest {
  private final SendFaults faults = new SendFaults();
  private final Outgoing first = record("first");
  private final Outgoing large = record("large");
  private final Outgoing missing = record("missing");

  @Test
  void shouldBlameOnlyTheRecordThatAFaultIsToldOfFirst() {
    var tooLarge = new RecordTooLargeException("2 MiB");
    faults.note(large, tooLarge);
    faults.note(first, tooLarge);
    faults.note(first, new KafkaException("The transaction failed.", tooLarge));

    assertThat(faults.byRecord()).containsOnlyKeys(large).containsValue(tooLarge);
  }

  @Test
  void shouldBlameEachRecordForAFaultOfItsOwn() {
    faults.note(large, new RecordTooLargeException("2 MiB"));
    faults.note(missing, new TimeoutException("No such topic."));

    assertThat(faults.byRecord()).containsOnlyKeys(large, missing);
  }

  @Test
  void shouldBlameNobodyForWhatIsWrittenOrAborted() {
    faults.note(first, null);
    faults.note(large, new TransactionAbortedException("another one"));

    assertThat(faults.byRecord()).isEmpty();
  }

  private static Outgoing record(String value) {
    return new Outgoing("topic", TestKafka.record("saga", value), new RecordingAcks());
  }
}
