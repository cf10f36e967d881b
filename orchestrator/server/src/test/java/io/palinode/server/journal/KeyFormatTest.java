package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.core.key.Claim;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Mailbox;
import io.palinode.core.key.Mailbox.Given;
import io.palinode.core.key.Mailbox.Kept;
import io.palinode.core.key.Mailbox.Known;
import io.palinode.message.CommandId;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format in which a business key is stored. A change of a golden file breaks live keys. */
class KeyFormatTest {
  private static final Lock HELD =
      new Lock(claim("order-1", 1, 7), 4_711, List.of(claim("order-2", 3, 7), claim("o:3", 1, 8)));

  private static Claim claim(String sagaId, int attempt, long epoch) {
    CommandId step = CommandId.parse(sagaId + "/lock:customer/action");
    return new Claim(step, attempt, epoch);
  }

  private static final Mailbox MAILBOX =
      new Mailbox(
          List.of(new Kept("p-2", json("{\"amount\": \"7 \u20ac\"}"), 1_732_345_678_901L)),
          List.of(new Given(new Kept("p-1", json("[1]"), 17), claim("order-1", 2, 7), 4_711)),
          List.of(claim("order-2", 1, 8)),
          List.of(new Known("p-0", 16)));

  private static Payload json(String text) {
    return new Payload("paid", text.getBytes(UTF_8));
  }

  @Test
  void shouldWriteAndReadAMailboxAsTheGoldenFileHasIt() {
    assertThat(new String(KeyCodec.encode(MAILBOX), UTF_8)).isEqualTo(golden("mailbox.key"));
    assertThat(KeyCodec.decode(KeyUse.SIGNAL, golden("mailbox.key").getBytes(UTF_8)))
        .isEqualTo(MAILBOX);
    assertThat(KeyCodec.decode(KeyUse.SIGNAL, KeyCodec.encode(Mailbox.EMPTY)))
        .isEqualTo(Mailbox.EMPTY);
  }

  private static String golden() {
    return golden("lock.key");
  }

  private static String golden(String name) {
    try (InputStream file = KeyFormatTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldWriteAndReadALockAsTheGoldenFileHasIt() {
    assertThat(new String(KeyCodec.encode(HELD), UTF_8)).isEqualTo(golden());
    assertThat(KeyCodec.decode(golden().getBytes(UTF_8))).isEqualTo(HELD);
    assertThat(KeyCodec.decode(KeyCodec.encode(Lock.FREE))).isEqualTo(Lock.FREE);
  }

  @Test
  void shouldPassOverFieldsThatNobodyKnows() {
    String later = golden().replace("{\"step\"", "{\"since\":[7],\"step\"");

    assertThat(KeyCodec.decode(later.getBytes(UTF_8))).isEqualTo(HELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"format":2,"queue":[]}                             | The key's format is 2; this version reads 1
          {"queue":[]}                                        | lacks the field 'format'
          {"format":1}                                        | lacks the field 'queue'
          {"format":1,"queue":[{"attempt":1,"epoch":1}]}      | lacks the field 'step'
          {"format":1,"queue":[],"holder":{"step":"a/b/action","attempt":1,"epoch":1}} | lacks the field 'grantedIn'
          {"format":1,"queue":[{"step":"a","attempt":1,"epoch":1}]} | has a claim that is none
          {"format":1,"queue":[{"step":"a/b/action","attempt":"x","epoch":1}]} | 'attempt' is VALUE_STRING; expected VALUE_NUMBER_INT
          oops                                                | is no JSON object
          """)
  void shouldRefuseWhatItDoesNotUnderstand(String content, String expected) {
    assertThatExceptionOfType(UnreadableLog.class)
        .isThrownBy(() -> KeyCodec.decode(content.getBytes(UTF_8)))
        .withMessageContaining(expected);
  }
}
