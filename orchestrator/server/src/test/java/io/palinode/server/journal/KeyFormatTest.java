package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.core.key.Claim;
import io.palinode.core.key.KeyDecision;
import io.palinode.core.key.KeyState;
import io.palinode.core.key.Lock;
import io.palinode.core.key.Mailbox;
import io.palinode.core.key.Mailbox.Given;
import io.palinode.core.key.Mailbox.Kept;
import io.palinode.core.key.Mailbox.Known;
import io.palinode.core.key.Waiting;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.KeyUse;
import io.palinode.message.Payload;
import io.palinode.saga.WhenHeld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format in which a business key is stored. A change of a golden file breaks live keys. */
class KeyFormatTest {
  private static final Lock HELD = held(4_712, 4_720);
  private static final Mailbox MAILBOX = mailbox(4_713);

  private static Lock held(long secondSince, long thirdSince) {
    return new Lock(
        claim("order-1", 1, 7),
        4_711,
        List.of(
            new Waiting(claim("order-2", 3, 7), secondSince),
            new Waiting(claim("o:3", 1, 8), thirdSince)));
  }

  private static Claim claim(String sagaId, int attempt, long epoch) {
    CommandId step = CommandId.parse(sagaId + "/lock:customer/action");
    return new Claim(step, attempt, epoch);
  }

  private static Mailbox mailbox(long since) {
    return new Mailbox(
        List.of(new Kept("p-2", json("{\"amount\": \"7 \u20ac\"}"), 1_732_345_678_901L)),
        List.of(new Given(new Kept("p-1", json("[1]"), 17), claim("order-1", 2, 7), 4_711)),
        List.of(new Waiting(claim("order-2", 1, 8), since)),
        List.of(new Known("p-0", 16)));
  }

  private static Payload json(String text) {
    return new Payload("paid", text.getBytes(UTF_8));
  }

  @Test
  void shouldWriteAndReadAMailboxAsTheGoldenFileHasIt() {
    assertThat(new String(KeyCodec.encode(MAILBOX), UTF_8))
        .isEqualTo(golden("mailbox-with-batches.key"));
    assertThat(mailbox(golden("mailbox-with-batches.key"))).isEqualTo(MAILBOX);
    assertThat(KeyCodec.decode(KeyUse.SIGNAL, KeyCodec.encode(Mailbox.EMPTY)))
        .isEqualTo(Mailbox.EMPTY);
  }

  @Test
  void shouldReadTheQueueOfAKeyThatDoesNotSaySinceWhen() {
    assertThat(lock(golden("lock.key"))).isEqualTo(held(0, 0));
    assertThat(mailbox(golden("mailbox.key"))).isEqualTo(mailbox(0));
  }

  private static KeyState lock(String content) {
    return KeyCodec.decode(KeyUse.LOCK, content.getBytes(UTF_8));
  }

  private static KeyState mailbox(String content) {
    return KeyCodec.decode(KeyUse.SIGNAL, content.getBytes(UTF_8));
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
    assertThat(new String(KeyCodec.encode(HELD), UTF_8)).isEqualTo(golden("lock-with-batches.key"));
    assertThat(lock(golden("lock-with-batches.key"))).isEqualTo(HELD);
    assertThat(KeyCodec.decode(KeyUse.LOCK, KeyCodec.encode(Lock.FREE))).isEqualTo(Lock.FREE);
  }

  @Test
  void shouldTakeNoMoreBytesThanALockSays() {
    List<Waiting> longest =
        IntStream.range(0, WhenHeld.LONGEST_QUEUE)
            .mapToObj(i -> new Waiting(longest(i), Long.MAX_VALUE))
            .toList();

    assertFits(new Lock(longest(999), Long.MAX_VALUE, longest));
    assertFits(Lock.FREE);
    assertFits(HELD);
  }

  @Test
  void shouldTakeNoMoreBytesThanAMailboxSaysWhoeverComesForWhatItKeeps() {
    Mailbox mailbox = Mailbox.EMPTY;
    for (int i = 0; i < Mailbox.MOST_KNOWN; i++) {
      mailbox = next(mailbox.claim(longest(i), 1));
      mailbox = next(mailbox.signal(signal(i, 1), 1));
      mailbox = next(mailbox.taken(longest(i), longId(i), 1));
    }
    int kept = 0;
    while (mailbox.hasRoomFor(signal(1_000 + kept, 650), 200)) {
      mailbox = next(mailbox.signal(signal(1_000 + kept++, 650), 1));
    }
    assertFits(mailbox);
    for (int i = 0; i < 1_000; i++) {
      mailbox = next(mailbox.claim(longest(2_000 + i), Long.MAX_VALUE));
    }

    assertThat(mailbox.given()).hasSize(kept).hasSizeGreaterThan(100);
    assertThat(mailbox.waiting()).isNotEmpty();
    assertFits(mailbox);
    assertFits(MAILBOX);
    assertFits(Mailbox.EMPTY);
  }

  private static Mailbox next(KeyDecision decision) {
    return (Mailbox) decision.state();
  }

  private static void assertFits(KeyState state) {
    assertThat(KeyCodec.encode(state).length)
        .isLessThanOrEqualTo(state.weight())
        .isLessThanOrEqualTo(KeyWrite.MAX_BYTES);
  }

  private static Claim longest(int number) {
    CommandId step = new CommandId(longId(number), "s".repeat(120), Direction.COMPENSATION);
    return new Claim(step, Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  private static String longId(int number) {
    return "%04d%s".formatted(number, "x".repeat(124));
  }

  private static Kept signal(int number, int bytes) {
    byte[] json = ('"' + "x".repeat(bytes) + '"').getBytes(UTF_8);
    return new Kept(longId(number), new Payload("\u20ac".repeat(60), json), Long.MAX_VALUE);
  }

  @Test
  void shouldPassOverFieldsThatNobodyKnows() {
    String golden = golden("lock-with-batches.key");

    assertThat(lock(golden.replace("{\"step\"", "{\"since\":[7],\"step\""))).isEqualTo(HELD);
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
        .isThrownBy(() -> lock(content))
        .withMessageContaining(expected);
  }
}
