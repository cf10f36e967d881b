package io.palinode.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.core.key.Mailbox.Given;
import io.palinode.core.key.Mailbox.Kept;
import io.palinode.core.key.Mailbox.Known;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Signals that come before, while and after sagas wait for them. */
class MailboxTest {
  private Mailbox mailbox = Mailbox.EMPTY;
  private long batch = 10;

  private static Claim saga(String id) {
    return claim(id, 1, 5);
  }

  private static Claim claim(String id, int attempt, long epoch) {
    return new Claim(new CommandId(id, "paid", Direction.ACTION), attempt, epoch);
  }

  private static Kept signal(String id, long at) {
    byte[] json = ("\"" + id + "\"").getBytes(StandardCharsets.UTF_8);
    return new Kept(id, new Payload("paid", json), at);
  }

  private static Answer given(Claim to, String id) {
    return new Answer(to, new Succeeded(signal(id, 0).payload()), id);
  }

  private List<Answer> decided(KeyDecision decision) {
    mailbox = (Mailbox) decision.state();
    return decision.answers();
  }

  private List<Answer> comes(String id) {
    return decided(mailbox.signal(signal(id, 100), ++batch));
  }

  private List<Answer> waits(Claim claim) {
    return decided(mailbox.claim(claim, ++batch));
  }

  private List<Answer> letsGo(Claim claim) {
    return decided(mailbox.release(claim, ++batch));
  }

  private List<Answer> takes(Claim claim, String id) {
    return decided(mailbox.taken(claim, id, ++batch));
  }

  @Test
  void shouldWakeWhoHasWaitedLongest() {
    assertThat(waits(saga("a"))).isEmpty();
    assertThat(waits(saga("b"))).isEmpty();

    assertThat(comes("s1")).containsExactly(given(saga("a"), "s1"));
    assertThat(comes("s2")).containsExactly(given(saga("b"), "s2"));
    assertThat(mailbox.given())
        .containsExactly(
            new Given(signal("s1", 100), saga("a"), 13),
            new Given(signal("s2", 100), saga("b"), 14));
  }

  @Test
  void shouldTellWhoHasToWaitAndTellItAgainAfterATakeover() {
    assertThat(queued(saga("a"))).containsExactly(saga("a"));
    assertThat(queued(saga("b"))).containsExactly(saga("b"));
    assertThat(queued(claim("a", 2, 6))).isEmpty();
    assertThat(mailbox.queuedAfter(10)).containsExactly(claim("a", 2, 6), saga("b"));
    assertThat(mailbox.queuedAfter(11)).containsExactly(saga("b"));

    comes("s1");
    comes("s2");
    comes("s3");
    assertThat(mailbox.queuedAfter(0)).isEmpty();
    assertThat(queued(saga("a"))).isEmpty();
    assertThat(queued(saga("c"))).isEmpty();
    assertThat(mailbox.given()).hasSize(3);
  }

  private List<Claim> queued(Claim claim) {
    KeyDecision decision = mailbox.claim(claim, ++batch);
    mailbox = (Mailbox) decision.state();
    return decision.queued();
  }

  @Test
  void shouldKeepASignalForTheNextWhoWaits() {
    assertThat(comes("s1")).isEmpty();
    assertThat(comes("s2")).isEmpty();

    assertThat(waits(saga("a"))).containsExactly(given(saga("a"), "s1"));
    assertThat(mailbox.kept()).containsExactly(signal("s2", 100));
  }

  @Test
  void shouldRememberWhatWasTaken() {
    waits(saga("a"));
    comes("s1");
    assertThat(mailbox.knows("s1")).isTrue();

    takes(saga("a"), "s1");
    takes(saga("a"), "s1");

    assertThat(mailbox)
        .isEqualTo(new Mailbox(List.of(), List.of(), List.of(), List.of(new Known("s1", 100))));
    assertThat(mailbox.knows("s1")).isTrue();
    assertThat(mailbox.expired(100).knows("s1")).isTrue();
    assertThat(mailbox.expired(101).isFree()).isTrue();
  }

  @Test
  void shouldPassOnWhatWasGivenForAClaimThatCameLateOnceMore() {
    waits(saga("a"));
    comes("s1");
    takes(saga("a"), "s1");
    comes("s2");
    assertThat(waits(saga("a"))).containsExactly(given(saga("a"), "s2"));

    takes(saga("a"), "s1");

    assertThat(mailbox.kept()).containsExactly(signal("s2", 100));
    assertThat(mailbox.given()).isEmpty();
  }

  @Test
  void shouldPassOnWhatASagaLetsGoOf() {
    waits(saga("a"));
    comes("s1");
    comes("s2");

    assertThat(letsGo(saga("a"))).isEmpty();
    assertThat(mailbox.kept()).containsExactly(signal("s1", 100), signal("s2", 100));
    assertThat(letsGo(saga("a"))).isEmpty();
    waits(saga("b"));
    waits(saga("c"));
    waits(saga("d"));
    assertThat(letsGo(saga("b"))).containsExactly(given(saga("d"), "s1"));
    assertThat(mailbox.waiting()).isEmpty();
  }

  @Test
  void shouldForgetWhoWaitsNoMore() {
    waits(saga("a"));
    waits(saga("b"));
    letsGo(saga("a"));

    assertThat(comes("s1")).containsExactly(given(saga("b"), "s1"));
  }

  @Test
  void shouldGiveTheSameSignalToWhoAsksAgain() {
    waits(saga("a"));
    comes("s1");
    comes("s2");

    assertThat(waits(claim("a", 2, 5))).containsExactly(given(claim("a", 2, 5), "s1"));
    assertThat(waits(claim("a", 3, 4))).isEmpty();
    assertThat(mailbox.grantedAfter(12)).containsExactly(given(claim("a", 2, 5), "s1"));
    assertThat(mailbox.grantedAfter(batch)).isEmpty();
  }

  @Test
  void shouldTakeNoNoticeOfADeposedOrchestrator() {
    waits(saga("a"));
    waits(saga("b"));
    comes("s1");
    Mailbox before = mailbox;

    assertThat(letsGo(claim("a", 1, 4))).isEmpty();
    assertThat(takes(claim("a", 1, 4), "s1")).isEmpty();
    assertThat(letsGo(claim("b", 1, 4))).isEmpty();
    assertThat(mailbox).isEqualTo(before);
  }

  @Test
  void shouldHaveABoundForAllThatItHolds() {
    assertThat(mailbox.hasRoomFor(sized("paid", Mailbox.MOST_BYTES), 1)).isTrue();
    assertThat(mailbox.hasRoomFor(sized("paid", Mailbox.MOST_BYTES + 1), 1)).isFalse();
    assertThat(mailbox.hasRoomFor(sized("x".repeat(200_000), 1), 1)).isFalse();
    comes("s1");
    assertThat(mailbox.hasRoomFor(sized("paid", 1), 1)).isFalse();
    assertThat(mailbox.hasRoomFor(sized("paid", 1), 2)).isTrue();

    waits(saga("first"));
    List<Answer> refused =
        IntStream.range(0, 3_000)
            .mapToObj(i -> waits(saga("saga-" + i)))
            .flatMap(List::stream)
            .toList();
    assertThat(refused).isNotEmpty().allMatch(answer -> answer.outcome() instanceof Rejected);
    assertThat(mailbox.weight()).isLessThan(256 * 1024);
  }

  private static Kept sized(String type, int bytes) {
    return new Kept("s9", new Payload(type, new byte[bytes]), 100);
  }

  @Test
  void shouldRememberNoMoreThanTheLastIds() {
    for (int i = 0; i < 150; i++) {
      waits(saga("a"));
      comes("s" + i);
      takes(saga("a"), "s" + i);
    }

    assertThat(mailbox.known()).hasSize(Mailbox.MOST_KNOWN);
    assertThat(mailbox.knows("s50")).isTrue();
    assertThat(mailbox.knows("s49")).isFalse();
  }
}
