package io.palinode.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.KeyRequest.Verb;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sagas and business keys tell each other, on the wire. */
class KeyMessageTest {
  private static final CommandId STEP = new CommandId("order-1", "lock:customer", Direction.ACTION);

  @ParameterizedTest
  @ValueSource(strings = {"anna", "a/b//c", " ", "Zürich \ud83d\ude00 %2F", "lock/customer/anna"})
  void shouldReadAnAddressAsItWasWritten(String key) {
    KeyAddress address = new KeyAddress(KeyUse.LOCK, "customer", key);

    assertThat(address).hasToString("lock/customer/" + key);
    assertThat(KeyAddress.parse(address.toString())).isEqualTo(address);
    assertThat(KeyAddress.isOne(address.toString())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "anna", "lock/customer", "lock//anna", "key/customer/anna"})
  void shouldRefuseWhatIsNoAddress(String text) {
    assertThatExceptionOfType(MalformedMessage.class).isThrownBy(() -> KeyAddress.parse(text));
  }

  @Test
  void shouldRefuseAKeyThatNoRecordCanCarry() {
    for (String key : new String[] {"", "x".repeat(129), "half \ud83d"}) {
      assertThatExceptionOfType(MalformedMessage.class)
          .isThrownBy(() -> new KeyAddress(KeyUse.LOCK, "customer", key));
    }
    assertThat(new KeyAddress(KeyUse.LOCK, "customer", "x".repeat(128)).key()).hasSize(128);
  }

  @Test
  void shouldCarryARequestAsItsRecord() {
    KeyAddress anna = new KeyAddress(KeyUse.LOCK, "customer", "anna");
    Payload wish = new PayloadCodec().encode(new LockWish(7));
    KeyRequest claim = new KeyRequest(anna, Verb.CLAIM, STEP, 2, 9, wish);
    WireRecord record = claim.toRecord();

    assertThat(record.key()).isEqualTo("lock/customer/anna");
    assertThat(record.headers())
        .isEqualTo(
            Map.of(
                "palinode-key-request", "claim",
                "palinode-command", "order-1/lock:customer/action",
                "palinode-attempt", "2",
                "palinode-epoch", "9",
                "palinode-type", "lock-wish"));
    assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("{\"mostWaiting\":7}");
    assertThat(KeyRequest.isOne(record)).isTrue();
    assertThat(KeyRequest.from(record)).isEqualTo(claim);
  }

  @Test
  void shouldCarryAReplyThatAParticipantsReaderReadsToo() {
    ReplyMessage reply = new ReplyMessage(STEP, 1, new Rejected(new Reason("KEY_HELD", "By a.")));
    KeyAddress anna = new KeyAddress(KeyUse.LOCK, "customer", "anna");
    WireRecord record = new KeyReply(anna, reply, null).toRecord();

    assertThat(record.key()).isEqualTo("order-1");
    assertThat(KeyReply.isOne(record)).isTrue();
    assertThat(KeyReply.isOne(reply.toRecord())).isFalse();
    assertThat(KeyReply.from(record)).isEqualTo(new KeyReply(anna, reply, null));
    assertThat(ReplyMessage.from(record)).isEqualTo(reply);
    KeyReply withSignal = new KeyReply(anna, reply, "p-1");
    assertThat(KeyReply.from(withSignal.toRecord())).isEqualTo(withSignal);
  }

  @Test
  void shouldCarryANoteThatAStepWaitsAsItsRecord() {
    KeyQueued queued = new KeyQueued(new KeyAddress(KeyUse.LOCK, "customer", "anna"), STEP);
    WireRecord record = queued.toRecord();

    assertThat(record.key()).isEqualTo("order-1");
    assertThat(record.headers())
        .isEqualTo(
            Map.of(
                "palinode-key-queued", "lock/customer/anna",
                "palinode-command", "order-1/lock:customer/action",
                "palinode-type", "none"));
    assertThat(KeyQueued.isOne(record)).isTrue();
    assertThat(KeyReply.isOne(record)).isFalse();
    assertThat(KeyQueued.from(record)).isEqualTo(queued);
  }

  @Test
  void shouldCarryASignalAsItsRecord() {
    KeyAddress anna = new KeyAddress(KeyUse.SIGNAL, "paid", "anna/1");
    Signal paid = new Signal(anna, "p-1", new PayloadCodec().encode(new LockWish(7)));
    WireRecord record = paid.toRecord();

    assertThat(record.key()).isEqualTo("signal/paid/anna/1");
    assertThat(record.headers())
        .isEqualTo(
            Map.of(
                "palinode-request", "signal",
                "palinode-signal", "p-1",
                "palinode-type", "lock-wish"));
    assertThat(Signal.isOne(record)).isTrue();
    assertThat(Signal.from(record)).isEqualTo(paid);
    assertThatExceptionOfType(MalformedMessage.class)
        .isThrownBy(
            () -> Signal.from(new WireRecord("lock/paid/anna", record.headers(), record.value())));
  }

  @Test
  void shouldSayWhatIsWrongWithARequest() {
    WireRecord nameless = new WireRecord(null, Map.of("palinode-key-request", "claim"), null);
    WireRecord other =
        new WireRecord("lock/customer/anna", Map.of("palinode-key-request", "steal"), null);

    assertThatExceptionOfType(MalformedMessage.class)
        .isThrownBy(() -> KeyRequest.from(nameless))
        .withMessage("The record has no key; expected the address of a business key.");
    assertThatExceptionOfType(MalformedMessage.class)
        .isThrownBy(() -> KeyRequest.from(other))
        .withMessage(
            "The header 'palinode-key-request' is 'steal'; expected 'claim', 'release' or 'taken'.");
  }
}
